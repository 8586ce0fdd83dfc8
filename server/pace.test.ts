import { expect, test } from 'vitest';
import { Pace } from './pace';

test('no more begin than may run at once, in order, and one that fails makes room', async () => {
  const pace = new Pace(100_000, 2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const results = [0, 1, 2, 3].map((index) =>
    pace.run(async () => {
      begun.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (index === 0) throw new Error('failed');
      return index;
    }),
  );
  await expect.poll(() => begun).toEqual([0, 1]);
  ends[0]?.();
  await expect(results[0]).rejects.toThrow('failed');
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  for (const index of [1, 2]) ends[index]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  ends[3]?.();
  expect(await Promise.all(results.slice(1))).toEqual([1, 2, 3]);
});

test('no more begin in a second than may', async () => {
  const pace = new Pace(100, 1000);
  const begun: number[] = [];
  const from = performance.now();
  await Promise.all(Array.from({ length: 60 }, (_, index) => pace.run(async () => begun.push(index))));
  // Ten at once, and a hundred a second from then on.
  expect(performance.now() - from).toBeGreaterThan(450);
  expect(begun.length).toBe(60);
});
