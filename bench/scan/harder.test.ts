import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeVideo } from '@/lib/media/probe-video';
import { harderVariants, makeHarder } from './harder';
import { rankCorrelation } from './rank-correlation';

const fixture = 'tests/fixtures/corset/corset.mp4';
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-harder-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const expected: Record<string, object> = {
  '720p': { width: 720, height: 1280 },
  '60-fps': { fps: 60 },
  'rotated-tag': { rotation: 270, width: 360, height: 640 },
  'hlg-hevc': { codec: 'hevc', hdr: true },
};

test.each(Object.keys(harderVariants))(
  '%s: a video that the engine takes',
  { timeout: 300_000 },
  async (variant) => {
    const output = join(directory, `${variant}.mp4`);
    await makeHarder(fixture, variant, output, 5);
    const facts = await probeVideo(output);
    expect(facts).toMatchObject(expected[variant] ?? { rotation: 0, hdr: false });
    expect(facts.durationSeconds).toBeGreaterThan(4.2);
    expect(facts.durationSeconds).toBeLessThan(5.5);
  },
);

test('ranks that agree correlate to 1, the reverse to -1, ties and too few to what they allow', () => {
  expect(
    rankCorrelation([
      [1, 10],
      [2, 20],
      [3, 400],
    ]),
  ).toBeCloseTo(1, 9);
  expect(
    rankCorrelation([
      [1, 3],
      [2, 2],
      [3, 1],
    ]),
  ).toBeCloseTo(-1, 9);
  expect(
    rankCorrelation([
      [1, 1],
      [1, 2],
      [2, 3],
    ]),
  ).toBeCloseTo(Math.sqrt(3) / 2, 9);
  expect(
    rankCorrelation([
      [1, 1],
      [2, 2],
    ]),
  ).toBeNull();
  expect(
    rankCorrelation([
      [1, 5],
      [2, 5],
      [3, 5],
    ]),
  ).toBeNull();
});
