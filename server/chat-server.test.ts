import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { issueTicket } from '@/lib/chat/service';
import { startUpload } from '@/lib/media/service';
import { mysql } from '@/lib/platform/mysql';
import { maxFrameBytes } from '@/lib/protocol/websocket';
import { beginAttempt, reportProgress } from '@/lib/scans/attempts';
import { queueScan } from '@/lib/scans/service';
import { Browser, type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { startChatServer } from './chat-server';

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
    const before = browser.frames.length;
    await beginAttempt(scanId);
    browser.send({ type: 'scan.watch', scanId: 'scn_later' });
    await browser.until((frame) => frame.type === 'error' && frame.about === 'scn_later');
    expect(browser.frames.length).toBe(before + 1);
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

  test('too large a frame closes the socket, and the server goes on', async () => {
    const browser = await open(seller);
    browser.send('x'.repeat(maxFrameBytes + 1));
    expect(await browser.closed).toBe(1009);
    (await open(seller)).leave();
  });
});
