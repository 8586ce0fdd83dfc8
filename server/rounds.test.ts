import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { every, inLots } from './rounds';

test('a check that takes long is not begun again meanwhile, and one that fails is', async () => {
  let [begun, atWork, most] = [0, 0, 0];
  const timer = every(10, async () => {
    begun += 1;
    atWork += 1;
    most = Math.max(most, atWork);
    await sleep(35);
    atWork -= 1;
    throw new Error('failed');
  });
  await expect.poll(() => begun).toBeGreaterThan(2);
  clearInterval(timer);
  expect(most).toBe(1);
});

test('lots leave nobody out and pause between them, not after the last', async () => {
  const seen: number[][] = [];
  const from = performance.now();
  await inLots([1, 2, 3, 4, 5], { size: 2, overMs: 300 }, async (lot) => seen.push([...lot]));
  expect(seen).toEqual([[1, 2], [3, 4], [5]]);
  expect(performance.now() - from).toBeGreaterThanOrEqual(195);
  await inLots([], { size: 2, overMs: 300 }, async () => seen.push([]));
  await inLots([6], { size: 2, overMs: 600_000 }, async (lot) => seen.push([...lot]));
  expect(seen.slice(3)).toEqual([[6]]);
});
