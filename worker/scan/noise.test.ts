import { expect, test } from 'vitest';
import { seeded } from '@/tests/harness/seeded';
import { noiseOf } from './noise';
import type { RawImage } from './pnm';

const side = 256;

function picture(levelAt: (x: number, y: number) => number): RawImage {
  const data = Buffer.alloc(side * side * 3);
  for (let at = 0; at < side * side; at += 1)
    data.fill(levelAt(at % side, Math.floor(at / side)), 3 * at, 3 * at + 3);
  return { width: side, height: side, channels: 3, data };
}

/** Gaussian by Box and Muller, the same each time. */
function gaussian(deviation: number): () => number {
  const random = seeded(1);
  // Never 0, which has no logarithm.
  const next = () => 1 - random();
  return () => deviation * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

const slope = (x: number, y: number) => 60 + (x + y) / 8;
/** Stripes of a pixel, in the upper half only. */
const halfTextured = (x: number, y: number) => slope(x, y) + (y < side / 2 ? 40 * (x % 2) : 0);

test.each([2, 4, 8])('noise of %i grey levels is found on a slope and beside a texture', (deviation) => {
  for (const scene of [slope, halfTextured]) {
    const noise = gaussian(deviation);
    const found = noiseOf(picture((x, y) => Math.round(scene(x, y) + noise())));
    expect(found / deviation).toBeGreaterThan(0.85);
    expect(found / deviation).toBeLessThan(1.15);
  }
});

test('a clean picture has none, and neither has one that is too small to tell', () => {
  expect(noiseOf(picture(halfTextured))).toBeLessThan(0.5);
  expect(noiseOf({ width: 4, height: 4, channels: 1, data: Buffer.alloc(16, 90) })).toBe(0);
});
