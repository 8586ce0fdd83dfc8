import { afterAll, beforeAll, expect, test } from 'vitest';
import { authOptions } from '@/app/auth/options';
import { badgesOf } from '@/lib/chat/badges';
import { limitRate } from '@/lib/platform/rate-limit';
import { redis as sharedRedis } from '@/lib/platform/redis';
import { createPerson } from '@/tests/harness/factories';
import { Gate } from './harness/outage';

let mysql: Gate;
let mongodb: Gate;
let redis: Gate;

beforeAll(async () => {
  mysql = await Gate.open(process.env.MYSQL_URL ?? '');
  mongodb = await Gate.open(process.env.MONGODB_URL ?? '');
  redis = await Gate.open(process.env.REDIS_URL ?? '');
  Object.assign(process.env, { MYSQL_URL: mysql.url, MONGODB_URL: mongodb.url, REDIS_URL: redis.url });
});
afterAll(() => Promise.all([mysql.away(), mongodb.away(), redis.away()]));

/** What next-auth does at every renewal: what is thrown there deletes the cookie. */
async function renewed(token: { userId: string; tokenVersion: number }) {
  return authOptions({ renews: true }).callbacks?.jwt?.({ token } as never);
}

test('MySQL away: a session is renewed unasked, and asked for again afterwards', async () => {
  const { id: userId } = await createPerson();
  const ended = { userId, tokenVersion: 7 };
  await mysql.away();
  expect(await renewed(ended)).toEqual(ended);
  await mysql.back();
  expect(await renewed(ended)).toMatchObject({ tokenVersion: -1 });
  expect(await renewed({ userId, tokenVersion: 1 })).toMatchObject({ tokenVersion: 1 });
});

test('MongoDB away: a page does without its badges, and has them afterwards', async () => {
  const viewer = await createPerson();
  expect(await badgesOf(viewer)).toEqual({ unread: 0, notices: 0 });
  await mongodb.away();
  expect(await badgesOf(viewer)).toEqual({ unread: null, notices: null });
  await mongodb.back();
  await expect.poll(() => badgesOf(viewer), { timeout: 10_000 }).toEqual({ unread: 0, notices: 0 });
});

test('Redis away: a limit keeps nobody waiting, and holds again afterwards', async () => {
  const use = () =>
    limitRate('test', 'somebody', 1, 86_400).then(
      () => 'let through',
      ({ code }) => code,
    );
  expect([await use(), await use()]).toEqual(['let through', 'rate.limited']);
  await redis.away();
  await expect.poll(() => sharedRedis().status).toBe('reconnecting');
  const startedAt = performance.now();
  expect([await use(), await use(), await use()]).toEqual(['let through', 'let through', 'let through']);
  expect(performance.now() - startedAt).toBeLessThan(100);
  await redis.back();
  await expect.poll(use, { timeout: 10_000 }).toBe('rate.limited');
});
