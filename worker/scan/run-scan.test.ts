import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateBytes } from 'gltf-validator';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChild } from '@/lib/platform/child-process';
import { type ScanProgress, scanStages } from '@/lib/scans/schema';
import type { ScanRequest } from './engine';
import { fuseItem } from './fuse-item';
import { quickProfile } from './profile';
import { runScan } from './run-scan';
import { readSparseModel, type SolvedView } from './sparse-model';

const fixture = 'tests/fixtures/corset/corset.mp4';
const slow = 15 * 60_000;
let directory: string;
const inDirectory = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-run-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function scan(input: string, work: string, rest: Partial<ScanRequest> = {}) {
  return runScan({
    input,
    workDirectory: inDirectory(work),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    profile: quickProfile,
    ...rest,
  });
}

/** When each stage of a scan was finished. */
async function whenMade(work: string): Promise<Record<string, number>> {
  const entries = await readdir(inDirectory(work));
  const times = entries.map(async (name) => {
    const marker = await stat(join(inDirectory(work), name, 'stage.json')).catch(() => null);
    return marker && ([name, marker.mtimeMs] as const);
  });
  return Object.fromEntries((await Promise.all(times)).filter((time) => time !== null));
}

/** A piece of the fixture, in seconds. */
async function cut(name: string, from: number, seconds: number, ...filter: string[]): Promise<string> {
  const range = ['-ss', String(from), '-t', String(seconds)];
  const encoding = [...filter, '-c:v', 'libx264', '-crf', '16'];
  const args = ['-v', 'error', '-y', '-i', fixture, ...range, ...encoding, inDirectory(name)];
  await runChild('ffmpeg', args, { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 });
  return inDirectory(name);
}

/** Whether any process has the folder among its arguments. */
async function isInUse(folder: string): Promise<boolean> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.includes(folder));
}

test('a short real film becomes a valid model, and a second call only reads what is there', {
  timeout: slow,
}, async () => {
  const seen: ScanProgress[] = [];
  const first: Buffer[] = [];
  const output = await scan(fixture, 'real', {
    onProgress(progress) {
      seen.push(progress);
      // Gone as soon as all cameras are found.
      if (progress.firstPoints) first.push(readFileSync(progress.firstPoints));
    },
  });

  const glb = await readFile(output.modelPath);
  const { issues } = await validateBytes(new Uint8Array(glb));
  expect(issues.messages.filter((message) => message.severity <= 1)).toEqual([]);
  expect(output).toMatchObject({ bytes: glb.length });
  expect(output.triangles).toBeGreaterThan(2000);
  expect(output.triangles).toBeLessThanOrEqual(quickProfile.triangles);
  // The clip is cut before the circle closes.
  expect(output.verdict.coveredDegrees).toBeGreaterThan(200);
  expect(output.verdict.camerasSolved).toBeGreaterThanOrEqual(0.8 * output.verdict.framesChosen);
  expect(output.verdict.missingSides).not.toContain('front');
  expect(JSON.parse(await readFile(output.resultPath, 'utf8'))).toMatchObject({ bytes: output.bytes });
  expect((await sharp(output.posterPngPath).metadata()).hasAlpha).toBe(true);

  const order = seen.map((progress) => scanStages.indexOf(progress.stage));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(seen.map((progress) => progress.stage)).size).toBe(scanStages.length - 1);
  expect(seen.find((progress) => progress.framesChosen)?.stage).toBe('frames');
  const cameras = seen.find((progress) => progress.sparsePoints);
  expect(cameras).toMatchObject({ stage: 'cameras', camerasSolved: output.verdict.camerasSolved });
  const points = await readFile(cameras?.sparsePoints ?? '');
  expect(points.length).toBe(8 + 15 * points.readUInt32LE(4));
  expect(points.readUInt32LE(4)).toBeGreaterThan(300);
  expect(first).toHaveLength(1);
  expect(first[0]?.readUInt32LE(4)).toBeGreaterThan(100);
  expect(seen.findIndex((progress) => progress.firstPoints)).toBeLessThan(
    seen.indexOf(cameras as ScanProgress),
  );
  const rough = seen.find((progress) => progress.roughModel);
  expect(rough?.stage).toBe('depth');
  const shape = await validateBytes(new Uint8Array(await readFile(rough?.roughModel ?? '')));
  expect(shape.issues.messages.filter((message) => message.severity <= 1)).toEqual([]);

  await rm(join(inDirectory('real'), 'package'), { recursive: true });
  const whole = await whenMade('real');
  const again = await scan(fixture, 'real');
  expect(await whenMade('real')).toMatchObject(whole);
  expect(again.verdict).toEqual(output.verdict);
  expect(await readFile(again.modelPath)).toEqual(glb);
});

/** Leaves depth maps nothing in the upper half of the picture: as though the item were plain there. PFM has rows from below. */
async function forgetUpperHalf(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.depth.pfm')) continue;
    const map = await readFile(join(folder, name));
    const [, width, height] = /^Pf\s+(\d+)\s+(\d+)\s/.exec(map.toString('latin1', 0, 40)) ?? [];
    map.fill(0, map.length - 4 * Number(width) * Math.floor(Number(height) / 2));
    await writeFile(join(folder, name), map);
  }
}

test('where depth leaves out what the pictures show, their outlines say where the surface is', {
  timeout: slow,
}, async () => {
  const film = inDirectory('real');
  const depth = inDirectory('half-seen');
  await cp(join(film, 'fine'), depth, { recursive: true });
  await forgetUpperHalf(depth);
  const job = {
    workDirectory: inDirectory('outlined'),
    profile: quickProfile,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    stageSeconds: {},
  };
  const masks = { directory: join(film, 'openings'), facts: null, key: 'half-seen' };
  const region = join(film, 'masks', 'region.json');
  const surface = await fuseItem(job, { scene: join(film, 'scene'), region, depth, masks });
  expect(surface.uncovered).toBeLessThan(0.05);
});

test('a clip joins a film: what was done for the film stays, and more of the circle is covered', {
  timeout: slow,
}, async () => {
  const film = await cut('film.mp4', 0, 7.5);
  const alone = await scan(film, 'joined');
  const before = await whenMade('joined');
  const together = await scan(film, 'joined', { clips: [await cut('clip.mp4', 5, 6)] });

  const { frames, cameras } = before;
  expect(await whenMade('joined')).toMatchObject({ frames, cameras });
  const views = (stage: string) => readSparseModel(join(inDirectory('joined'), stage, 'sparse'));
  const { views: first } = await views('cameras');
  const { views: all } = await views('joined-cameras');
  expect(all.length).toBeGreaterThan(first.length);
  // COLMAP gives a model that it went on with another origin and scale; among each other the cameras stay.
  const known = all.filter(({ name }) => first.some((view) => view.name === name));
  expect(shapeOf(known)).toEqual(shapeOf(first).map((share) => expect.closeTo(share, 4)));
  expect(together.verdict.framesChosen).toBeGreaterThan(alone.verdict.framesChosen);
  expect(together.verdict.coveredDegrees).toBeGreaterThan(alone.verdict.coveredDegrees);
});

/** Distances of the cameras from the first one, as shares of the longest. */
function shapeOf(views: readonly SolvedView[]): number[] {
  const [from] = views;
  const distances = views.map(({ centre }) =>
    Math.hypot(...centre.map((value, axis) => value - (from?.centre[axis] ?? 0))),
  );
  return distances.map((distance) => distance / Math.max(...distances));
}

test('a clip of something else joins nothing, and says so', { timeout: slow }, async () => {
  const film = await cut('film.mp4', 0, 7.5);
  // A negative in a mirror has no feature that matches. In a mirror alone the corset, which is nearly symmetric, has: a
  // tenth of a frame's, by which one frame of the clip mostly joins, and once it brought the others along.
  const other = await cut('other.mp4', 5, 6, '-vf', 'hflip,negate');
  await expect(scan(film, 'joined', { clips: [other] })).rejects.toMatchObject({ reason: 'too_few_views' });
});

test('a cancelled scan ends its children and keeps only whole stages', { timeout: slow }, async () => {
  const controller = new AbortController();
  const running = scan(fixture, 'cancelled', {
    signal: controller.signal,
    onProgress: ({ stage, fraction }) => {
      if (stage === 'cameras' && fraction > 0) controller.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toMatchObject({ name: 'ScanError', reason: 'cancelled' });
  expect(await isInUse(inDirectory('cancelled'))).toBe(false);
  const left = (await readdir(inDirectory('cancelled'))).filter((name) => !name.endsWith('.partial'));
  expect(left).toEqual(['frames']);
});

const badInputs: Record<string, () => Promise<string>> = {
  'a missing file': async () => inDirectory('missing.mp4'),
  'text named .mp4': () => write('text.mp4', Buffer.from('Only words, whatever the name says.')),
  'an empty file': () => write('empty.mp4', Buffer.alloc(0)),
  'a film cut off in transfer': async () => {
    const whole = await readFile(fixture);
    return write('cut.mp4', whole.subarray(0, whole.length / 2));
  },
  'a playlist': () => write('list.mp4', Buffer.from('#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n')),
  'a second of film': async () => {
    const args = ['-v', 'error', '-i', fixture, '-t', '1', inDirectory('second.mp4')];
    await runChild('ffmpeg', args, { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 });
    return inDirectory('second.mp4');
  },
  'a folder without photographs': async () => {
    await mkdir(inDirectory('empty'));
    await writeFile(inDirectory('empty/readme.txt'), 'no photographs');
    return inDirectory('empty');
  },
  'photographs of grey': async () => {
    await mkdir(inDirectory('grey'));
    const grey = sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } }).jpeg();
    for (let index = 0; index < 12; index++) await grey.clone().toFile(inDirectory(`grey/${index}.jpg`));
    return inDirectory('grey');
  },
};

async function write(name: string, bytes: Buffer): Promise<string> {
  await writeFile(inDirectory(name), bytes);
  return inDirectory(name);
}

test.each([
  ['a missing file', 'unreadable'],
  ['text named .mp4', 'unreadable'],
  ['an empty file', 'unreadable'],
  ['a film cut off in transfer', 'unreadable'],
  ['a playlist', 'unreadable'],
  ['a second of film', 'too_short'],
  ['a folder without photographs', 'too_few_views'],
  ['photographs of grey', 'too_plain_or_shiny'],
])('%s: %s, and no model', { timeout: 120_000 }, async (name, reason) => {
  const input = (await badInputs[name]?.()) ?? '';
  const work = `work ${name}`;
  await expect(scan(input, work)).rejects.toMatchObject({ name: 'ScanError', reason });
  await expect(stat(join(inDirectory(work), 'package'))).rejects.toThrow();
});

test('Meshroom where there is none: the engine crashed, said so, and no model', {
  timeout: slow,
}, async () => {
  const running = scan(fixture, 'meshroom', { engine: 'meshroom' });
  await expect(running).rejects.toMatchObject({
    reason: 'engine_crashed',
    detail: expect.stringContaining('meshroom_batch'),
  });
});
