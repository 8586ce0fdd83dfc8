import { expect, test } from 'vitest';
import { inLots } from './lots';

test('lots leave nobody out and pause between them, not after the last', async () => {
  const seen: number[][] = [];
  const from = performance.now();
  await inLots([1, 2, 3, 4, 5], 2, { overMs: 300 }, async (lot) => seen.push([...lot]));
  expect(seen).toEqual([[1, 2], [3, 4], [5]]);
  expect(performance.now() - from).toBeGreaterThanOrEqual(195);
  await inLots([], 2, { overMs: 300 }, async () => seen.push([]));
  await inLots([6], 2, { overMs: 600_000 }, async (lot) => seen.push([...lot]));
  expect(seen.slice(3)).toEqual([[6]]);
});

test('whoever stops in the middle waits for no pause, and no more is looked at', async () => {
  const stopped = new AbortController();
  const seen: number[][] = [];
  const looking = inLots([1, 2, 3], 1, { overMs: 600_000, signal: stopped.signal }, async (lot) =>
    seen.push([...lot]),
  );
  stopped.abort();
  await looking;
  expect(seen).toEqual([[1]]);
});
