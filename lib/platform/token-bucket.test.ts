import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket';

test('a burst passes, then one per refill, and the wait is said in whole seconds', () => {
  let now = 0;
  const bucket = new TokenBucket(3, 0.5, () => now);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBe(2);
  now = 1000;
  expect(bucket.take()).toBe(1);
  now = 2000;
  expect(bucket.take()).toBe(0);
  expect(bucket.full).toBe(false);
  now = 60_000;
  expect(bucket.full).toBe(true);
});
