import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultSystem } from './harness/fault-system';
import { Gate, OwnRedis } from './harness/outage';

let redis: OwnRedis;
let mysql: Gate;
let objects: Gate;
let system: FaultSystem;

beforeEach(async () => {
  redis = await OwnRedis.start();
  mysql = await Gate.open(process.env.MYSQL_URL ?? '');
  objects = await Gate.open(process.env.S3_ENDPOINT ?? '');
  system = await FaultSystem.open({
    REDIS_URL: redis.url,
    MYSQL_URL: mysql.url,
    S3_ENDPOINT: objects.url,
  });
});
afterEach(async () => {
  redis.thaw();
  await system.close();
  await Promise.all([redis.close(), mysql.away(), objects.away()]);
});

/** Six leases of these workers, where 30 s are two of those in production; with FAULT_AWAY_MS=30000 it is 30 s. */
const awayMs = Number(process.env.FAULT_AWAY_MS ?? 6000);
const slow = { timeout: 240_000 };

async function expectModels(): Promise<void> {
  const states = await system.expectWhole();
  expect(states.map(({ status }) => status)).toEqual(states.map(() => 'done'));
}

/** One film at work, one that waits behind it in the stream, one that comes while the store is away. */
async function filmsBefore() {
  const atWork = await system.film({ stageMs: 400 });
  await system.film();
  system.startWorker();
  await system.untilStage(atWork, 'cameras');
  return atWork;
}

test('Redis killed and started empty: every film becomes a model', slow, async () => {
  await filmsBefore();
  await redis.kill();
  await system.film();
  await sleep(1000);
  await redis.startEmpty();
  await system.makeRelayed(120_000);
  await expectModels();
});

test('Redis frozen for longer than the lease: every film becomes a model', slow, async () => {
  const atWork = await filmsBefore();
  redis.freeze();
  await system.film();
  await sleep(awayMs);
  redis.thaw();
  await expectModels();
  expect((await system.stagesOf(atWork)).length).toBe(new Set(await system.stagesOf(atWork)).size);
});

test('the object store away in the middle of a scan and at the start of others', slow, async () => {
  await filmsBefore();
  await objects.away();
  await system.film();
  await sleep(awayMs);
  await objects.back();
  await expectModels();
});

test('MySQL away: nothing is lost, and no finished stage is repeated', slow, async () => {
  const atWork = await filmsBefore();
  await mysql.away();
  await system.film();
  await sleep(awayMs);
  await mysql.back();
  await expectModels();
  expect((await system.stagesOf(atWork)).length).toBe(new Set(await system.stagesOf(atWork)).size);
});
