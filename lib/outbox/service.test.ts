import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { outbox } from '@/drizzle/schema/outbox';
import { logger } from '@/lib/platform/logger';
import { mysql } from '@/lib/platform/mysql';
import { enqueue, jobsInLanes, keepRelayed, relay, relayLost, settle } from './service';

interface Relayed {
  name: string;
  reference: string;
}

const job = (name: string) => ({ kind: 'scan.process', scanId: name }) as const;

/** Relayed and not settled. */
const open: string[] = [];

async function relayAll(idle = false, limit?: number): Promise<Relayed[]> {
  const relayed: Relayed[] = [];
  const publish = async (sent: { scanId?: string }, reference: string) =>
    void relayed.push({ name: sent.scanId ?? '', reference });
  await relay((sent, reference) => publish('scanId' in sent ? sent : {}, reference), { idle, limit });
  open.push(...relayed.map(({ reference }) => reference));
  return relayed;
}

const names = (relayed: Relayed[]) => relayed.map(({ name }) => name);

async function queue(name: string, lane: string | null): Promise<void> {
  await enqueue(mysql(), job(name), lane);
}

afterEach(async () => {
  while ((await relayAll(true)).length > 0);
  for (const reference of open.splice(0)) await settle(reference);
});

test("one seller's ten jobs let another's one pass: a lane has one under way", async () => {
  for (let index = 1; index <= 10; index++) await queue(`many ${index}`, 'many');
  await queue('single', 'single');
  const first = await relayAll();
  expect(names(first)).toEqual(['many 1', 'single']);
  expect(await relayAll()).toEqual([]);
  await settle(first[0]?.reference ?? '');
  expect(names(await relayAll())).toEqual(['many 2']);
});

test('a worker with nothing to do gets one more, of the lane that has the fewest under way', async () => {
  for (let index = 1; index <= 4; index++) await queue(`many ${index}`, 'many');
  await relayAll();
  expect(names(await relayAll(true))).toEqual(['many 2']);
  await queue('few 1', 'few');
  await queue('few 2', 'few');
  expect(names(await relayAll(true))).toEqual(['few 1']);
  expect(names(await relayAll(true))).toEqual(['few 2']);
  expect(names(await relayAll(true))).toEqual(['many 3']);
});

test('jobs without a lane wait for nobody', async () => {
  await queue('first', null);
  await queue('second', null);
  expect(names(await relayAll())).toEqual(['first', 'second']);
});

test('what no stream holds and nobody has done is relayed anew after a silence, once', async () => {
  await queue('lost', 'somebody');
  const [relayed] = await relayAll();
  const reference = relayed?.reference ?? '';
  expect(await relayLost(new Set())).toBe(0);
  const later = Date.now() + 120_000;
  expect(await relayLost(new Set([reference]), later)).toBe(0);
  expect(await relayLost(new Set(), later)).toBe(1);
  expect(await relayAll()).toEqual([relayed]);
  expect(await relayLost(new Set())).toBe(0);
});

test('a job that is done, or is said to be at work, is not relayed anew', async () => {
  await queue('done', 'a');
  await queue('at work', 'b');
  const [done, atWork] = await relayAll();
  await settle(done?.reference ?? '');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = Date.now();
  await keepRelayed(atWork?.reference ?? '');
  expect(await relayLost(new Set(), before + 60_000)).toBe(0);
});

test('two relays at once publish each job once', async () => {
  for (let index = 0; index < 50; index++) await queue(`job ${index}`, null);
  const both = await Promise.all([relayAll(), relayAll()]);
  expect(names(both.flat()).sort()).toEqual(Array.from({ length: 50 }, (_, i) => `job ${i}`).sort());
});

test('jobs of a newer version stop none of ours, and stay for a newer worker', async () => {
  const warn = vi.spyOn(logger, 'warn');
  const kind = 'scan.print';
  const rows = [null, null, 'somebody', 'busy'].map((lane) => ({ job: JSON.stringify({ kind }), lane }));
  onTestFinished(async () => void (await mysql().delete(outbox)));
  await queue('busy 1', 'busy');
  expect(names(await relayAll())).toEqual(['busy 1']);
  await mysql().insert(outbox).values(rows);
  await queue('ours', 'somebody');
  await queue('busy 2', 'busy');
  const relayed: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) relayed.push(...names(await relayAll(true, 2)));
  expect(relayed).toEqual(['ours', 'busy 2']);
  expect((await jobsInLanes()).map(({ lane }) => lane)).toEqual(['busy', 'somebody', 'busy']);
  expect(warn).toHaveBeenCalledTimes(rows.length);
  const waiting = await mysql().select().from(outbox);
  expect(waiting.filter(({ relayedAt }) => relayedAt === null)).toHaveLength(rows.length);
});
