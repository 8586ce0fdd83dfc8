import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeVideo } from '@/lib/media/probe-video';
import { runChild } from '@/lib/platform/child-process';
import { seeded } from '@/tests/harness/seeded';
import { circleDeviation } from './camera-path';
import { solveCameras } from './cameras';
import { framesFromVideo } from './frames';
import { quickProfile } from './profile';
import { readSparseModel } from './sparse-model';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-turntable-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Frames and cameras of a video, as the engine gets them. */
async function camerasOf(video: string): Promise<string> {
  const signal = AbortSignal.timeout(500_000);
  const options = { profile: quickProfile, signal, onProgress: () => undefined };
  const [frames, cameras] = [join(directory, 'frames'), join(directory, 'cameras')];
  await Promise.all([frames, cameras].map((path) => mkdir(path)));
  const facts = await framesFromVideo(video, await probeVideo(video), frames, options);
  expect(facts.turned).toBeDefined();
  await solveCameras({ ...facts, directory: frames }, cameras, options);
  return join(cameras, 'sparse');
}

test('a fish that turns before a tripod: cameras all round it, on a circle', {
  timeout: 600_000,
}, async () => {
  const { views, points } = await readSparseModel(await camerasOf('tests/fixtures/turntable/fish.mp4'));
  expect(views.length).toBeGreaterThanOrEqual(30);
  expect(circleDeviation(views.map((view) => view.centre))).toBeLessThan(0.03);
  expect(points.length).toBeGreaterThan(500);
});

test('a card that is spun in the picture gives no cameras: refused', { timeout: 300_000 }, async () => {
  const card = join(directory, 'card.png');
  const random = seeded(1);
  const cells = Array.from({ length: 30 * 30 * 3 }, () => 256 * random());
  const raw = { width: 30, height: 30, channels: 3 as const };
  await sharp(Buffer.from(cells), { raw }).resize(240, 240, { kernel: 'nearest' }).png().toFile(card);
  const room = join(directory, 'room.png');
  await writeFile(room, await sharp(card).resize(640, 640, { kernel: 'cubic' }).toBuffer());
  const video = join(directory, 'card.mp4');
  const inputs = [room, card].flatMap((path) => ['-loop', '1', '-t', '8', '-i', path]);
  const spin = '[1]rotate=0.7*t:c=gray[item];[0][item]overlay=200:200,fps=6';
  const args = ['-v', 'error', ...inputs, '-filter_complex', spin, video];
  await runChild('ffmpeg', args, { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 });
  await expect(camerasOf(video)).rejects.toMatchObject({ reason: 'item_turned' });
});
