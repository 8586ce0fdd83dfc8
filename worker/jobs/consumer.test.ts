import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { PermanentError } from '@/lib/errors';
import type { Running } from '@/lib/platform/lifecycle';
import { redis } from '@/lib/platform/redis';
import { append, outstanding } from '@/lib/platform/redis-stream';
import { deadLetterStream, type Job, type JobStream } from '@/lib/protocol/jobs';
import { type ConsumerSettings, startConsumer } from './consumer';
import type { Handlers } from './registry';

const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.close()));
});

const unexpected = async () => {
  throw new Error('not this kind');
};

function start(stream: string, photo: Handlers['photo.process'], settings: Partial<ConsumerSettings> = {}) {
  const onDead = vi.fn(async (_: Job) => undefined);
  const handlers = {
    'scan.process': unexpected,
    'photo.process': photo,
    'scan.conclude': unexpected,
    'scan.erase': unexpected,
    'media.erase': unexpected,
    'account.erase': unexpected,
  };
  const lease = { heartbeatMs: 50, reclaimAfterMs: 200 };
  // A stream of its own for each test: production streams are named in the protocol.
  const consumer = startConsumer({ stream: stream as JobStream, handlers, onDead, lease, ...settings });
  running.push(consumer);
  return { onDead, consumer };
}

const job = () => JSON.stringify({ kind: 'photo.process', mediaId: randomUUID() });
const deadLetters = async (payload: string) =>
  (await redis().xrange(deadLetterStream, '-', '+')).filter(([, fields]) =>
    fields[1]?.includes(JSON.stringify(payload)),
  );

test('a job is handled once and acknowledged last', async () => {
  const stream = `test:${randomUUID()}`;
  const seen: number[] = [];
  start(stream, async () => void seen.push((await outstanding(stream)).length));
  await append(stream, job());
  await expect.poll(() => outstanding(stream)).toEqual([]);
  expect(seen).toEqual([1]);
});

test('a job that fails is tried three times in all, then goes to the dead letters and its domain is told', async () => {
  const stream = `test:${randomUUID()}`;
  const payload = job();
  const handler = vi.fn(async () => {
    throw new Error('again');
  });
  const { onDead } = start(stream, handler);
  await append(stream, payload);
  await expect.poll(() => onDead.mock.calls.length, { timeout: 10_000 }).toBe(1);
  expect(handler).toHaveBeenCalledTimes(3);
  await expect.poll(() => outstanding(stream)).toEqual([]);
  expect(await deadLetters(payload)).toHaveLength(1);
}, 15_000);

test('what must be erased is tried until it is', async () => {
  const stream = `test:${randomUUID()}`;
  const handler = vi.fn(async () => {
    if (handler.mock.calls.length < 5) throw new Error('access denied');
  });
  const { onDead } = start(stream, handler, { neverGivesUp: true });
  await append(stream, job());
  await expect.poll(() => outstanding(stream), { timeout: 25_000 }).toEqual([]);
  expect(handler).toHaveBeenCalledTimes(5);
  expect(onDead).not.toHaveBeenCalled();
}, 30_000);

test('a permanent error is not tried again', async () => {
  const stream = `test:${randomUUID()}`;
  const handler = vi.fn(async () => {
    throw new PermanentError('never');
  });
  const { onDead } = start(stream, handler);
  await append(stream, job());
  await expect.poll(() => onDead.mock.calls.length, { timeout: 5000 }).toBe(1);
  expect(handler).toHaveBeenCalledTimes(1);
});

test('what is no job at all is set aside and the next job runs', async () => {
  const stream = `test:${randomUUID()}`;
  const handler = vi.fn(async () => undefined);
  start(stream, handler);
  const payload = `nonsense ${randomUUID()}`;
  await append(stream, payload);
  await append(stream, JSON.stringify({ kind: 'scan.unknown' }));
  await append(stream, job());
  await expect.poll(() => handler.mock.calls.length, { timeout: 5000 }).toBe(1);
  expect(await deadLetters(payload)).toHaveLength(1);
});

test('a job at work longer than the reclaim time stays with its worker', async () => {
  const stream = `test:${randomUUID()}`;
  const slow = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 900)));
  start(stream, slow);
  start(stream, slow);
  await append(stream, job());
  await expect.poll(() => outstanding(stream), { timeout: 5000 }).toEqual([]);
  expect(slow).toHaveBeenCalledTimes(1);
});

test('closing aborts the job and hands it to the next worker', async () => {
  const stream = `test:${randomUUID()}`;
  const aborted = vi.fn();
  const { consumer } = start(
    stream,
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted();
          reject(signal.reason);
        });
      }),
  );
  await append(stream, job());
  await new Promise((resolve) => setTimeout(resolve, 300));
  await consumer.close();
  expect(aborted).toHaveBeenCalledTimes(1);
  const next = vi.fn(async () => undefined);
  start(stream, next);
  await expect.poll(() => next.mock.calls.length, { timeout: 5000 }).toBe(1);
});
