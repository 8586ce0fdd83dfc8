import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seeded } from '@/tests/harness/seeded';
import { type ChosenFrames, frameName } from './engine';
import { findFeatures, type Magnification } from './features';
import { writePnm } from './pnm';
import { quickProfile } from './profile';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-features-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const side = 320;

function paint(data: Buffer, radius: number, x: number, y: number, height: number): void {
  const reach = Math.ceil(3 * radius);
  for (let row = Math.max(0, Math.floor(y) - reach); row < Math.min(side, y + reach); row++)
    for (let column = Math.max(0, Math.floor(x) - reach); column < Math.min(side, x + reach); column++) {
      const change = height * Math.exp(-((row - y) ** 2 + (column - x) ** 2) / (2 * radius * radius));
      const at = 3 * (row * side + column);
      data.fill(Math.max(0, Math.min(255, (data[at] ?? 0) + change)), at, at + 3);
    }
}

/** Grey, with soft round spots strewn over it: `[how many, radius in pixels]`. */
async function frameOfSpots(...kinds: [count: number, radius: number][]): Promise<void> {
  const data = Buffer.alloc(3 * side * side, 128);
  const random = seeded(1);
  const within = (limit: number) => random() * limit;
  for (const [count, radius] of kinds)
    for (let spot = 0; spot < count; spot++)
      paint(data, radius, within(side), within(side), within(100) - 50);
  const images = join(directory, 'images');
  await mkdir(images, { recursive: true });
  await writePnm(join(images, frameName(1)), { width: side, height: side, channels: 3, data });
}

/** Number of features, and the scale of the finest in pixels. */
async function look(magnification: Magnification): Promise<{ features: number; finest: number }> {
  const at = await mkdtemp(join(directory, 'look-'));
  const frames: ChosenFrames = {
    ...{ directory, count: 1, source: 'photos', blur: 0.3, brightness: 120, weak: [], sameSize: true },
  };
  const features = await findFeatures(frames, at, magnification, {
    profile: quickProfile,
    signal: AbortSignal.timeout(60_000),
    onProgress: () => undefined,
  });
  const database = new DatabaseSync(join(at, 'database.db'), { readOnly: true });
  const found = database.prepare('select rows, cols, data from keypoints').get();
  database.close();
  const { rows, cols, data } = found as { rows: number; cols: number; data: Uint8Array };
  const floats = new Float32Array(data.slice().buffer);
  // Columns: x, y, then the affine shape, whose first column is as long as the scale.
  const scales = Array.from({ length: rows }, (_, row) =>
    Math.hypot(floats[row * cols + 2] ?? 0, floats[row * cols + 4] ?? 0),
  );
  return { features, finest: Math.min(...scales) };
}

test('grain too fine for the frames as they were filmed is found in the enlarged ones', async () => {
  await frameOfSpots([600, 2], [600, 0.6]);
  const [asFilmed, enlarged] = [await look('as-filmed'), await look('enlarged')];
  expect(asFilmed.finest).toBeGreaterThan(1.5);
  expect(enlarged.finest).toBeLessThan(1.2);
  expect(enlarged.features).toBeGreaterThan(2 * asFilmed.features);
});
