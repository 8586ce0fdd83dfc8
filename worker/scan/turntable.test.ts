import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeVideo } from '@/lib/media/probe-video';
import { runChild } from '@/lib/platform/child-process';
import { seeded } from '@/tests/harness/seeded';
import { circleDeviation } from './camera-path';
import { solveCameras } from './cameras';
import { runColmap } from './colmap';
import type { ChosenFrames } from './engine';
import { framesFromVideo } from './frames';
import { joinSides } from './join-sides';
import { quickProfile } from './profile';
import { readSparseModel, type SolvedView } from './sparse-model';
import { angleBetween } from './vector';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-turntable-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Frames and cameras of a video, as the engine gets them; the cameras' folder holds COLMAP's model and its matches. */
async function camerasOf(video: string): Promise<{ frames: ChosenFrames; cameras: string }> {
  const signal = AbortSignal.timeout(500_000);
  const options = { profile: quickProfile, signal, onProgress: () => undefined };
  const [frames, cameras] = [join(directory, 'frames'), join(directory, 'cameras')];
  await Promise.all([frames, cameras].map((path) => mkdir(path)));
  const facts = await framesFromVideo(video, await probeVideo(video), frames, options);
  expect(facts.turned).toBeDefined();
  const chosen = { ...facts, directory: frames };
  await solveCameras(chosen, cameras, options);
  return { frames: chosen, cameras };
}

/** A copy of a model without some of its frames. */
async function without(frames: readonly string[], model: string, output: string): Promise<void> {
  const list = join(directory, 'gone.txt');
  await writeFile(list, frames.join('\n'));
  await mkdir(output, { recursive: true });
  const paths = { input_path: model, output_path: output, image_names_path: list };
  await runColmap('image_deleter', paths, { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 });
}

/** Degrees between the optical axes of every two views. */
const axesApart = (views: readonly SolvedView[]) =>
  views.flatMap((view) => views.map((other) => angleBetween(view.forward, other.forward)));

test('a fish that turns before a tripod: cameras all round it on a circle, where nothing leads across its edge, too', {
  timeout: 600_000,
}, async () => {
  const { frames, cameras } = await camerasOf('tests/fixtures/turntable/fish.mp4');
  const whole = join(cameras, 'sparse');
  const { views, points } = await readSparseModel(whole);
  expect(views.length).toBeGreaterThanOrEqual(30);
  expect(circleDeviation(views.map((view) => view.centre))).toBeLessThan(0.03);
  expect(points.length).toBeGreaterThan(500);

  // As COLMAP leaves it then: two models, each of two quarters of the round, and none of the frames between.
  const models = join(directory, 'models');
  const quarter = (index: number) => {
    const at = (4 * index) / views.length;
    return at % 1 > 0.1 && at % 1 < 0.9 ? Math.floor(at) % 2 : null;
  };
  for (const side of [0, 1]) {
    const gone = views.filter((_, index) => quarter(index) !== side).map((view) => view.name);
    await without(gone, whole, join(models, String(side)));
  }
  const enough = 0.6 * frames.count;
  await joinSides(models, frames, join(cameras, 'database.db'), enough, AbortSignal.timeout(120_000));
  expect((await readdir(models)).includes('joined')).toBe(true);
  const joined = await readSparseModel(join(models, 'joined'));
  expect(joined.points.length).toBeGreaterThan(0.8 * points.length);
  const solved = new Set(joined.views.map((view) => view.name));
  expect(solved.size).toBeGreaterThan(0.9 * views.length);
  const truth = axesApart(views.filter((view) => solved.has(view.name)));
  const names = new Set(views.map((view) => view.name));
  const found = axesApart(joined.views.filter((view) => names.has(view.name)));
  expect(Math.max(...found.map((angle, index) => Math.abs(angle - (truth[index] ?? 0))))).toBeLessThan(4);
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
