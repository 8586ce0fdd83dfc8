import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { ensureIndexes, openConversation } from '@/lib/chat/conversations';
import { messagesAfter } from '@/lib/chat/messages';
import { presentIn } from '@/lib/chat/presence';
import { openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { ChatSystem, type ServerProcess } from './harness/chat-system';
import { OwnMongodb, OwnRedis } from './harness/outage';

let mongodb: OwnMongodb;
let redis: OwnRedis;
let system: ChatSystem;
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeAll(async () => {
  [mongodb, redis] = await Promise.all([OwnMongodb.start(), OwnRedis.start()]);
  process.env.MONGODB_URL = mongodb.url;
  process.env.REDIS_URL = redis.url;
  await ensureIndexes();
  system = await ChatSystem.open();
});
afterAll(async () => {
  await system.close();
  await Promise.all([mongodb.close(), redis.close()]);
});
beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const slow = { timeout: 180_000 };
const patiently = { timeout: 60_000 };

/** Says something and waits for the acknowledgement, and for nothing else. Returns the number. */
async function acknowledged(server: ServerProcess, clientMessageId: string): Promise<number> {
  const browser = await openBrowser({ port: server.port, close: async () => undefined }, buyer);
  const content = { kind: 'text', text: clientMessageId };
  browser.send({ type: 'message.send', conversationId, clientMessageId, content });
  const frame = await browser.until(({ type }) => type === 'message.acknowledged');
  browser.leave();
  return frame.type === 'message.acknowledged' ? frame.seq : 0;
}

async function stored(): Promise<string[]> {
  return ((await messagesAfter(conversationId, 0)) ?? []).map(({ clientMessageId }) => clientMessageId);
}

test(
  'what was acknowledged is there after kill -9 of chat server, document store and Redis, and is not doubled',
  slow,
  async () => {
    const said: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const server = await system.start();
      const id = randomUUID();
      said.push(id);
      expect(await acknowledged(server, id)).toBe(said.length);
      await system.end(server, 'SIGKILL');
      mongodb.kill();
      if (round % 2 === 0) await redis.kill().then(() => redis.startEmpty());
      await expect.poll(() => stored().catch(() => []), patiently).toEqual(said);
      // Sent again, as a browser does that has not heard the answer: on another server, the first result.
      const other = await system.start();
      expect(await acknowledged(other, id)).toBe(said.length);
      await system.end(other, 'SIGKILL');
    }
    expect(await stored()).toEqual(said);
  },
);

test(
  'a document store that is killed in the middle of a talk: no hole, nothing twice, nothing lost',
  slow,
  async () => {
    await system.start();
    const tabs = [seller, buyer].map((person) => system.tab(person, conversationId));
    await expect.poll(() => tabs.every(({ state }) => state.connected), patiently).toBe(true);
    const said = Array.from({ length: 40 }, (_, index) => `${index}`);
    for (const [index, text] of said.entries()) {
      tabs[index % 2]?.say(text);
      if (index % 20 === 10) {
        mongodb.kill();
        await expect
          .poll(
            () =>
              stored()
                .then(() => true)
                .catch(() => false),
            patiently,
          )
          .toBe(true);
      }
    }
    await expect.poll(() => tabs.every(({ seqs }) => seqs.length === said.length), patiently).toBe(true);
    const [one, other] = tabs;
    expect(one?.words).toEqual(other?.words);
    expect([...(one?.words ?? [])].sort()).toEqual([...said].sort());
    expect(one?.seqs).toEqual(said.map((_, index) => index + 1));
  },
);

test('whoever was on a server that died is not called present 30 s later, nor any more', slow, async () => {
  const [dying, living] = [await system.start(), await system.start()];
  const gone = system.tab(seller, conversationId, () =>
    dying.process.signalCode === null ? dying : undefined,
  );
  gone.client.setHere(true);
  const here = system.tab(buyer, conversationId, () => living);
  here.client.setHere(true);
  await expect.poll(() => [...here.state.present].sort(), patiently).toEqual([seller.id, buyer.id].sort());
  const diedAt = Date.now();
  gone.stop();
  await system.end(dying, 'SIGKILL');
  await expect.poll(() => here.state.present, { timeout: 30_000 }).toEqual([buyer.id]);
  expect(await presentIn(conversationId)).toEqual([buyer.id]);
  expect(Date.now() - diedAt).toBeLessThan(30_000);
});

test(
  'servers that are replaced one after the other under load lose nothing, and ask their browsers to move',
  slow,
  async () => {
    await Promise.all([system.start(), system.start()]);
    const tabs = Array.from({ length: 12 }, (_, index) =>
      system.tab(index % 2 ? seller : buyer, conversationId),
    );
    await expect.poll(() => tabs.every(({ state }) => state.connected), patiently).toBe(true);
    let said = 0;
    const talking = setInterval(() => {
      tabs[said % tabs.length]?.say(`${said}`);
      said += 1;
    }, 100);
    for (const old of [...system.servers]) {
      await system.start();
      await system.end(old, 'SIGTERM');
    }
    clearInterval(talking);
    const missing = () => tabs.map(({ seqs, state }) => said - seqs.length + state.pending.length);
    await expect.poll(missing, patiently).toEqual(tabs.map(() => 0));
    for (const tab of tabs) {
      expect(tab.words).toEqual(tabs[0]?.words);
      expect(tab.state.pending).toEqual([]);
    }
    // Each of them was asked, not cut off.
    for (const { closeCodes } of tabs) expect(new Set(closeCodes)).toEqual(new Set([4002]));
  },
);
