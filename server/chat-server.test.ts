import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { leave } from '@/lib/accounts/leave';
import { ban, changeRole } from '@/lib/accounts/moderation';
import { operator } from '@/lib/accounts/policy';
import type { Viewer } from '@/lib/accounts/schema';
import { findActiveUser } from '@/lib/accounts/service';
import { announceEnd, signOutEverywhere } from '@/lib/accounts/sessions';
import { issueTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { startUpload } from '@/lib/media/service';
import { markRead, notify, withdraw } from '@/lib/notifications/service';
import { mysql } from '@/lib/platform/mysql';
import { closeCodes, maxFrameBytes } from '@/lib/protocol/websocket';
import { beginAttempt, reportProgress } from '@/lib/scans/attempts';
import { queueScan } from '@/lib/scans/service';
import { Browser, type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { startChatServer } from './chat-server';
import type { ClientConnection } from './client-connection';
import { seatsPerPerson } from './seats';
import { SessionGuard } from './session-guard';

let servers: ChatServer[];
let seller: Viewer;
let scanId: string;

beforeAll(async () => {
  servers = [await startChatServer({ port: 0 }), await startChatServer({ port: 0 })];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

beforeEach(async () => {
  seller = await createPerson();
  const listingId = await createListing(seller);
  const video = { listingId, kind: 'video', contentType: 'video/mp4', bytes: 1 } as const;
  const { mediaId: videoId } = await startUpload(seller, video);
  scanId = await mysql().transaction((tx) => queueScan(tx, { listingId, videoId }));
});

const open = (viewer: Viewer, server = servers[0]) => openBrowser(server, viewer);

describe('the door', () => {
  test('a ticket opens one socket, once', async () => {
    const ticket = await issueTicket(seller);
    const browser = new Browser(servers[0], ticket);
    await browser.until((frame) => frame.type === 'ready');
    expect(await new Browser(servers[1], ticket).closed).toBe(401);
    browser.leave();
  });

  test('no ticket, a made-up one and a foreign origin are refused before the upgrade', async () => {
    expect(await new Browser(servers[0], '').closed).toBe(401);
    expect(await new Browser(servers[0], 'made-up').closed).toBe(401);
    const ticket = await issueTicket(seller);
    expect(await new Browser(servers[0], ticket, 'https://evil.example').closed).toBe(403);
    // The refused attempt has not used the ticket up.
    (await open(seller)).leave();
  });

  test('nobody takes the places of all others', async () => {
    const browsers = await Promise.all(Array.from({ length: seatsPerPerson }, () => open(seller)));
    expect(await new Browser(servers[0], await issueTicket(seller)).closed).toBe(429);
    (await open(await createPerson())).leave();
    for (const browser of browsers) browser.leave();
    await expect.poll(async () => (await open(seller)).leave(), { timeout: 5000 }).toBeUndefined();
  });

  test('whoever is gone before they are let in takes nobody with them', async () => {
    const knock = `GET /socket?ticket=made-up HTTP/1.1\r\nHost: chat\r\nOrigin: ${new URL(env().PUBLIC_URL).origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let knocks = 0; knocks < 20; knocks += 1) {
      const socket = connect(servers[0]?.port ?? 0, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(knock);
      // As far as the question to Redis, and not as far as its answer.
      await sleep(knocks / 10);
      socket.resetAndDestroy();
    }
    (await open(seller)).leave();
  });
});

test('a server that stops tells a slow browser why, and waits until it has gone', async () => {
  const stopping = await startChatServer({ port: 0 });
  const browser = await open(seller, stopping);
  browser.socket.pause();
  const stopped = stopping.close();
  expect(await Promise.race([stopped, sleep(500, 'it waits')])).toBe('it waits');
  browser.socket.resume();
  expect(await browser.closed).toBe(closeCodes.shuttingDown);
  await stopped;
});

test('a browser that answers the end with nonsense does not keep a server from stopping in order', async () => {
  const stopping = await startChatServer({ port: 0 });
  const browser = await open(seller, stopping);
  // Read by nobody: the server goes on waiting for an answer.
  browser.socket.pause();
  const stopped = stopping.close();
  await sleep(200);
  const { _socket: stream } = browser.socket as unknown as { _socket: Socket };
  // A frame of a kind that there is not.
  stream.write(Buffer.from([0x8f, 0x80, 0, 0, 0, 0]));
  await stopped;
  browser.leave();
});

describe('the end of a session', () => {
  const endings: [string, (viewer: Viewer) => Promise<void>][] = [
    ['a ban', (viewer) => ban(operator, viewer.id, 'test')],
    ['signing out everywhere', signOutEverywhere],
    ['another role', (viewer) => changeRole(operator, viewer.id, 'moderator')],
    ['leaving for good', (viewer) => leave(viewer, viewer.name)],
  ];

  test.each(endings)(
    '%s closes every socket of that person within a second, and no other',
    async (_, end) => {
      const bystander = await open(await createPerson());
      const browsers = [await open(seller, servers[0]), await open(seller, servers[1])];
      const from = Date.now();
      await end(seller);
      expect(await Promise.all(browsers.map((browser) => browser.closed))).toEqual([4003, 4003]);
      expect(Date.now() - from).toBeLessThan(1000);
      bystander.send({ type: 'scan.watch', scanId: 'scn_none' });
      await bystander.until((frame) => frame.type === 'error');
      bystander.leave();
    },
  );

  test.each(endings)('a ticket from before %s opens nothing', async (_, end) => {
    const ticket = await issueTicket(seller);
    await end(seller);
    expect(await new Browser(servers[0], ticket).closed).toBe(401);
  });

  test('a message that comes late does not close the socket of a new session', async () => {
    await signOutEverywhere(seller);
    const again = await findActiveUser(seller.id);
    const browser = await open(again as Viewer);
    await announceEnd(seller.id);
    browser.send({ type: 'scan.watch', scanId });
    await browser.until((frame) => frame.type === 'scan.state');
    browser.leave();
  });

  test('a server that heard nothing finds out from the store', async () => {
    const closed: number[] = [];
    const connection = { viewer: seller, close: (code: number) => closed.push(code) };
    const guard = new SessionGuard(new Set([connection as unknown as ClientConnection]));
    await guard.check();
    expect(closed).toEqual([]);
    await signOutEverywhere(seller);
    await guard.check();
    expect(closed).toEqual([4003]);
  });
});

describe('watching a scan', () => {
  test('answers with the state at once, and with every change within a second, on whichever server', async () => {
    const browsers = [await open(seller, servers[0]), await open(seller, servers[1])];
    for (const browser of browsers) browser.send({ type: 'scan.watch', scanId });
    for (const browser of browsers) {
      await browser.until((frame) => frame.type === 'scan.state' && frame.scan.status === 'queued');
    }
    const attempt = await beginAttempt(scanId);
    if (!attempt) throw new Error('the scan could not be taken');
    await reportProgress(attempt, { stage: 'cameras', fraction: 0.25, framesChosen: 54 });
    const told = Date.now();
    for (const browser of browsers) {
      await browser.until((frame) => frame.type === 'scan.state' && frame.scan.framesChosen === 54);
      browser.leave();
    }
    expect(Date.now() - told).toBeLessThan(1000);
  });

  test("another person's scan answers as one that does not exist", async () => {
    const browser = await open(await createPerson());
    for (const id of [scanId, 'scn_none']) {
      browser.send({ type: 'scan.watch', scanId: id });
      await browser.until(
        (frame) => frame.type === 'error' && frame.code === 'scan.not_found' && frame.about === id,
      );
    }
    browser.leave();
  });

  test('stops when asked', async () => {
    const browser = await open(seller);
    browser.send({ type: 'scan.watch', scanId });
    await browser.until((frame) => frame.type === 'scan.state');
    browser.send({ type: 'scan.unwatch', scanId });
    browser.send({ type: 'scan.watch', scanId: 'scn_none' });
    await browser.until((frame) => frame.type === 'error');
    const states = () => browser.frames.filter((frame) => frame.type === 'scan.state').length;
    const before = states();
    await beginAttempt(scanId);
    browser.send({ type: 'scan.watch', scanId: 'scn_later' });
    await browser.until((frame) => frame.type === 'error' && frame.about === 'scn_later');
    expect(states()).toBe(before);
    browser.leave();
  });
});

describe('nonsense', () => {
  test.each([
    '',
    'null',
    '[]',
    '{"type":"scan.watch"}',
    '{"type":"nothing","scanId":"x"}',
    '{"type":"scan.watch","scanId":7}',
  ])('is answered and survived: %s', async (text) => {
    const browser = await open(seller);
    browser.send(text);
    await browser.until((frame) => frame.type === 'error' && frame.code === 'frame.invalid');
    browser.send({ type: 'scan.watch', scanId });
    await browser.until((frame) => frame.type === 'scan.state');
    browser.leave();
  });

  test('a message that nobody can store is refused by its name: its sender would send it for ever', async () => {
    const browser = await open(seller);
    const clientMessageId = 'client-blank';
    const content = { kind: 'text', text: '\u3164' };
    browser.send({ type: 'message.send', conversationId: 'cnv_1', clientMessageId, content });
    const refusal = await browser.until((frame) => frame.type === 'error');
    expect(refusal).toMatchObject({ code: 'frame.invalid', about: clientMessageId });
    browser.leave();
  });

  test('too large a frame closes the socket, and the server goes on', async () => {
    const browser = await open(seller);
    browser.send('x'.repeat(maxFrameBytes + 1));
    expect(await browser.closed).toBe(1009);
    (await open(seller)).leave();
  });
});

test('a browser that asks whether the server is there is answered', async () => {
  const browser = await open(seller);
  browser.send({ type: 'ping' });
  await browser.until((frame) => frame.type === 'pong');
  browser.leave();
});

test('the bell of every open page follows what is under it', async () => {
  const pages = [await open(seller, servers[0]), await open(seller, servers[1])];
  const bells = () =>
    pages.map((page) => page.frames.findLast((frame) => frame.type === 'notices.changed')?.unread);
  const untilBell = (unread: number) =>
    expect.poll(bells, { timeout: 10_000 }).toEqual(pages.map(() => unread));
  const about = { userId: seller.id, kind: 'scan.done', listingId: 'lst_1', listingTitle: '의자' } as const;
  for (const key of ['one', 'two']) await notify({ ...about, key: `${key}-${seller.id}` });
  await untilBell(2);
  await withdraw([{ key: `one-${seller.id}`, userId: seller.id }]);
  await untilBell(1);
  await markRead(seller, new Date().toISOString());
  await untilBell(0);
  for (const page of pages) page.leave();
});
