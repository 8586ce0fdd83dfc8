import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import { messagesAfter } from '@/lib/chat/messages';
import { startUpload } from '@/lib/media/service';
import { mysql as mysqlPool } from '@/lib/platform/mysql';
import { limitRate } from '@/lib/platform/rate-limit';
import { queueScan } from '@/lib/scans/service';
import { createListing, createPerson } from '@/tests/harness/factories';
import type { Tab } from '@/tests/harness/tab';
import { ChatSystem, type ServerProcess } from './harness/chat-system';
import { Gate, OwnRedis } from './harness/outage';

let redis: OwnRedis;
let mysql: Gate;
let mongodb: Gate;
let system: ChatSystem;
let first: ServerProcess;
let second: ServerProcess;
let buyer: Viewer;
let conversationId: string;
let here: Tab;
let there: Tab;

beforeAll(async () => {
  redis = await OwnRedis.start();
  process.env.REDIS_URL = redis.url;
  mysql = await Gate.open(process.env.MYSQL_URL ?? '');
  mongodb = await Gate.open(process.env.MONGODB_URL ?? '');
  system = await ChatSystem.open({ MYSQL_URL: mysql.url, MONGODB_URL: mongodb.url });
  [first, second] = [await system.start(), await system.start()];
});
afterAll(async () => {
  redis.thaw();
  await system.close();
  await Promise.all([redis.close(), mysql.away(), mongodb.away()]);
});

/** Longer than what a driver waits for a store; with FAULT_AWAY_MS=30000 it is the 30 s of the promise. */
const awayMs = Number(process.env.FAULT_AWAY_MS ?? 6000);
const slow = { timeout: 120_000 };
const patiently = { timeout: 60_000 };

beforeEach(async () => {
  const seller = await createPerson();
  buyer = await createPerson();
  conversationId = await openConversation(buyer, await createListing(seller));
  here = system.tab(buyer, conversationId, () => first);
  there = system.tab(seller, conversationId, () => second);
  await expect.poll(() => here.state.connected && there.state.connected, patiently).toBe(true);
  here.say('before');
  await expect.poll(() => [here.words, there.words], patiently).toEqual([['before'], ['before']]);
});
afterEach(() => {
  here.stop();
  there.stop();
});

const waiting = (tab: Tab) => tab.state.pending.map(({ failure }) => failure);

/** Everything that was said is with both, once, and what was acknowledged is stored. */
async function expectCaughtUp(words: readonly string[]): Promise<void> {
  await expect.poll(() => [here.words, there.words], patiently).toEqual([words, words]);
  await expect.poll(() => [here.state.pending, there.state.pending], patiently).toEqual([[], []]);
  const stored = new Set(((await messagesAfter(conversationId, 0)) ?? []).map(({ seq }) => seq));
  for (const seq of [...here.acknowledged, ...there.acknowledged]) expect(stored).toContain(seq);
}

test(
  'MongoDB away: what was written waits, is not called sent and not called failed, and goes by itself',
  slow,
  async () => {
    await mongodb.away();
    here.say('while away');
    await sleep(awayMs);
    expect(waiting(here)).toEqual([null]);
    expect(here.acknowledged).toEqual([1]);
    await mongodb.back();
    await expectCaughtUp(['before', 'while away']);
  },
);

test('MongoDB away while a page is opened: it fills by itself', slow, async () => {
  await mongodb.away();
  const late = system.tab(buyer, conversationId, () => second);
  await expect.poll(() => late.state.connected, patiently).toBe(true);
  await sleep(awayMs);
  expect(late.words).toEqual([]);
  await mongodb.back();
  await expect.poll(() => late.words, patiently).toEqual(['before']);
  late.stop();
});

test(
  'Redis frozen: messages are stored and acknowledged, memory stays bounded, the other catches up',
  slow,
  async () => {
    const memory = () => system.metric(first, 'process_resident_memory_bytes');
    const before = await memory();
    redis.freeze();
    here.say('while frozen');
    await expect.poll(() => here.words, patiently).toEqual(['before', 'while frozen']);
    // The other server hears nothing; it asks the store now and then.
    await expect.poll(() => there.words, patiently).toEqual(['before', 'while frozen']);
    const until = Date.now() + awayMs;
    while (Date.now() < until) {
      // Each of them is a hint that waits for Redis, or is dropped.
      for (let index = 0; index < 100; index += 1)
        here.frame({ type: 'conversation.typing', conversationId });
      await sleep(20);
    }
    expect(await memory()).toBeLessThan(before + 100 * 2 ** 20);
    redis.thaw();
    there.say('after');
    await expectCaughtUp(['before', 'while frozen', 'after']);
  },
);

test('Redis frozen: who watches a scan talks on, and limits allow what they cannot count', slow, async () => {
  const listingId = await createListing(buyer);
  const video = { listingId, kind: 'video', contentType: 'video/mp4', bytes: 1 } as const;
  const { mediaId: videoId } = await startUpload(buyer, video);
  const scanId = await mysqlPool().transaction((tx) => queueScan(tx, { listingId, videoId }));
  redis.freeze();
  here.frame({ type: 'scan.watch', scanId });
  here.say('while watching');
  await expect.poll(() => here.acknowledged, patiently).toEqual([1, 2]);
  for (let uses = 0; uses < 3; uses += 1) await limitRate('frozen', buyer.id, 1, 3600);
  redis.thaw();
  await expectCaughtUp(['before', 'while watching']);
});

test('MySQL away: those who talk talk on, and those who come are let in once it is back', slow, async () => {
  await mysql.away();
  here.say('while away');
  await expect.poll(() => there.words, patiently).toEqual(['before', 'while away']);
  there.cut();
  await expect.poll(() => there.state.connected).toBe(false);
  there.say('queued');
  here.say('more');
  await expect.poll(() => here.words, patiently).toEqual(['before', 'while away', 'more']);
  await sleep(awayMs);
  expect(there.state.connected).toBe(false);
  expect(waiting(there)).toEqual([null]);
  expect(waiting(here)).toEqual([]);
  await mysql.back();
  await expectCaughtUp(['before', 'while away', 'more', 'queued']);
});

test('readiness says which store is away, and liveness does not mind', slow, async () => {
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${first.port}/${path}`);
    return [response.status, await response.text()];
  };
  expect(await get('readyz')).toEqual([200, 'ready']);
  await mysql.away();
  redis.freeze();
  await expect.poll(() => get('readyz'), patiently).toEqual([503, 'away: mysql, redis']);
  expect(await get('healthz')).toEqual([200, 'ok']);
  redis.thaw();
  await mysql.back();
  await expect.poll(() => get('readyz'), patiently).toEqual([200, 'ready']);
});
