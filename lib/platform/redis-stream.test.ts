import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { redis } from './redis';
import { append, outstanding, StreamConsumer } from './redis-stream';

const consumers: StreamConsumer[] = [];

function join(stream: string, consumer: string): StreamConsumer {
  const member = new StreamConsumer({ stream, group: 'workers', consumer });
  consumers.push(member);
  return member;
}

afterEach(() => {
  for (const consumer of consumers.splice(0)) consumer.close();
});

const idleMs = 200;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('an entry goes to one consumer, and is gone once acknowledged', async () => {
  const stream = `test:${randomUUID()}`;
  const [first, second] = [join(stream, 'first'), join(stream, 'second')];
  expect(await first.next(idleMs, 10)).toBeNull();
  await append(stream, 'work', 'row 7');
  const entry = await first.next(idleMs, 500);
  expect(entry).toMatchObject({ payload: 'work', deliveries: 1 });
  expect(await second.next(idleMs, 10)).toBeNull();
  expect(await outstanding(stream)).toEqual([{ payload: 'work', reference: 'row 7' }]);
  await first.acknowledge(String(entry?.id));
  expect(await outstanding(stream)).toEqual([]);
});

test('an entry whose consumer falls silent is delivered to another, and counted', async () => {
  const stream = `test:${randomUUID()}`;
  const [first, second] = [join(stream, 'first'), join(stream, 'second')];
  await append(stream, 'work');
  await first.next(idleMs, 500);
  await pause(idleMs + 50);
  expect(await second.next(idleMs, 10)).toMatchObject({ payload: 'work', deliveries: 2 });
});

test('a heartbeat keeps an entry, and does not count as a delivery', async () => {
  const stream = `test:${randomUUID()}`;
  const [first, second] = [join(stream, 'first'), join(stream, 'second')];
  await append(stream, 'work');
  const entry = await first.next(1000, 500);
  for (let beat = 0; beat < 4; beat++) {
    await pause(400);
    await first.heartbeat(String(entry?.id));
    expect(await second.next(1000, 10)).toBeNull();
  }
  await pause(1050);
  expect(await second.next(1000, 10)).toMatchObject({ deliveries: 2 });
});

test('a group that Redis forgot is made anew', async () => {
  const stream = `test:${randomUUID()}`;
  const consumer = join(stream, 'only');
  expect(await consumer.next(idleMs, 10)).toBeNull();
  await redis().del(stream);
  await append(stream, 'after the loss');
  expect(await consumer.next(idleMs, 500)).toMatchObject({ payload: 'after the loss' });
});
