import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeVideo } from '@/lib/media/probe-video';
import { solveCameras } from './cameras';
import { framesFromVideo } from './frames';
import { quickProfile } from './profile';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-cameras-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('frames too plain to be joined as they were filmed are looked at enlarged', {
  timeout: 300_000,
}, async () => {
  const video = 'tests/fixtures/corset/corset.mp4';
  // Small and few: what is left is as little as a smooth thing shows in good frames.
  const profile = { ...quickProfile, keyframes: 24, frameSide: 360, featureSide: 360 };
  const progress: number[] = [];
  const signal = AbortSignal.timeout(240_000);
  const options = { profile, signal, onProgress: (fraction: number) => progress.push(fraction) };
  const [frames, cameras] = [join(directory, 'frames'), join(directory, 'cameras')];
  await Promise.all([frames, cameras].map((path) => mkdir(path)));
  const facts = await framesFromVideo(video, await probeVideo(video), frames, options);
  progress.length = 0;
  const { camerasSolved, featuresPerFrame, magnification } = await solveCameras(
    { ...facts, directory: frames },
    cameras,
    options,
  );
  expect(facts.count).toBe(24);
  expect(camerasSolved).toBeGreaterThan(20);
  expect(magnification).toBe('enlarged');
  expect(featuresPerFrame).toBeGreaterThan(300);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect((await readdir(cameras)).sort()).toEqual(['database.db', 'points.bin', 'sparse']);
});
