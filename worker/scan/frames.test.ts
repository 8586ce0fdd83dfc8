import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeVideo } from '@/lib/media/probe-video';
import { runChild } from '@/lib/platform/child-process';
import { writeClutter } from '@/tests/harness/clutter';
import { framesFromVideo } from './frames';
import { noiseOf } from './noise';
import { readPnm } from './pnm';
import { quickProfile } from './profile';

const fixture = 'tests/fixtures/corset/corset.mp4';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-frames-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const options = () => ({
  profile: quickProfile,
  signal: AbortSignal.timeout(120_000),
  onProgress: () => undefined,
});

async function ffmpeg(...args: string[]): Promise<void> {
  await runChild('ffmpeg', ['-v', 'error', '-y', ...args], {
    signal: AbortSignal.timeout(60_000),
    timeoutMs: 60_000,
  });
}

async function framesOf(video: string) {
  return framesFromVideo(video, await probeVideo(video), directory, options());
}

test('keyframes of a real walk: as many as asked for, sharp, upright, in full size', async () => {
  const facts = await framesOf(fixture);
  expect(facts.count).toBeGreaterThanOrEqual(30);
  expect(facts.count).toBeLessThanOrEqual(quickProfile.keyframes);
  expect(facts).toMatchObject({ source: 'video', sameSize: true });
  expect(facts.blur).toBeLessThan(0.5);
  const names = await readdir(join(directory, 'images'));
  expect(names).toHaveLength(facts.count);
  expect(await readPnm(join(directory, 'images', '0001.ppm'))).toMatchObject({
    width: 360,
    height: 640,
    channels: 3,
  });
});

test('a smeared film measures blurred', async () => {
  const smeared = join(directory, 'smeared.mp4');
  await ffmpeg('-i', fixture, '-vf', 'avgblur=sizeX=9:sizeY=1', '-crf', '20', smeared);
  expect((await framesOf(smeared)).blur).toBeGreaterThan(0.6);
});

test('a dark and noisy film is made as bright as others, and its noise is taken away', async () => {
  const dark = join(directory, 'dark.mp4');
  await ffmpeg('-i', fixture, '-vf', 'lutyuv=y=val*0.5,noise=alls=6:allf=t', '-crf', '16', dark);
  const facts = await framesOf(dark);
  // As it was filmed: the seller is told.
  expect(facts.brightness).toBeLessThan(90);
  const frame = await readPnm(join(directory, 'images', '0001.ppm'));
  expect(noiseOf(frame)).toBeLessThan(1.5);
  const white = [...frame.data].sort((a, b) => b - a)[Math.floor(frame.data.length / 100)];
  expect(white).toBeGreaterThan(190);
});

test('frames of an item that turns before a camera on a tripod are cut to where it goes', async () => {
  await writeClutter(join(directory, 'room.jpg'), 360, 640);
  await writeClutter(join(directory, 'item.jpg'), 120, 120);
  const turned = join(directory, 'turned.mp4');
  const stills = ['-loop', '1', '-t', '8', '-i', join(directory, 'room.jpg'), '-loop', '1', '-t', '8'];
  const overlay = '[1]rotate=t:c=gray[item];[0][item]overlay=120:260,fps=15';
  await ffmpeg(...stills, '-i', join(directory, 'item.jpg'), '-filter_complex', overlay, turned);
  // 120 pixels square at (120, 260), its corners cut off by the filter, and 3 % of 640 round it.
  const { turned: crop } = await framesOf(turned);
  expect(crop).toMatchObject({ fullWidth: 360, fullHeight: 640 });
  const { width, height } = await readPnm(join(directory, 'images', '0001.ppm'));
  expect(Math.abs((crop?.left ?? 0) - 101)).toBeLessThan(8);
  expect(Math.abs((crop?.top ?? 0) - 241)).toBeLessThan(8);
  expect(Math.abs(width - 158) + Math.abs(height - 158)).toBeLessThan(24);
});

test.each([
  ['', []],
  [
    ', also where it does not say which colours',
    ['-bsf:v', 'hevc_metadata=colour_primaries=2:matrix_coefficients=2'],
  ],
])('a variable rate and HDR are read like any other video%s', async (_, unsaid) => {
  const phone = join(directory, 'phone.mp4');
  const hdr = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-pix_fmt', 'yuv420p10le'];
  const colours = ['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'];
  const curve = ['-color_trc', 'arib-std-b67', ...(unsaid.length > 0 ? unsaid : colours)];
  const uneven = "select='not(mod(n,3))+lt(mod(n,40),20)'";
  await ffmpeg('-i', fixture, '-vf', uneven, '-fps_mode', 'vfr', ...hdr, ...curve, phone);
  const facts = await framesOf(phone);
  expect(facts.count).toBeGreaterThan(15);
  const { data } = await readPnm(join(directory, 'images', '0001.ppm'));
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(mean).toBeGreaterThan(20);
  expect(mean).toBeLessThan(235);
});

test('a header that promises more than the file decodes to is found out', async () => {
  const facts = await probeVideo(fixture);
  const promised = { ...facts, durationSeconds: 3 * facts.durationSeconds };
  await expect(framesFromVideo(fixture, promised, directory, options())).rejects.toMatchObject({
    reason: 'unreadable',
  });
});

test('a phone on a stand before what does not turn has filmed one view', async () => {
  const [room, film] = [join(directory, 'room.jpg'), join(directory, 'still.mp4')];
  await writeClutter(room, 360, 640);
  await ffmpeg('-loop', '1', '-t', '8', '-i', room, '-r', '15', '-pix_fmt', 'yuv420p', film);
  await expect(framesOf(film)).rejects.toMatchObject({ reason: 'no_parallax' });
});

test('a film that is as good as a line is no film of an item', async () => {
  const film = join(directory, 'line.mp4');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=1280x24:r=15:d=8', '-pix_fmt', 'yuv420p', film);
  await expect(framesOf(film)).rejects.toMatchObject({ reason: 'unreadable' });
});

test('a film whose header is in order and whose pictures are nonsense is unreadable, not our failure', async () => {
  const film = await readFile(fixture);
  const pictures = film.indexOf('mdat') + 4;
  const nonsense = join(directory, 'nonsense.mp4');
  await writeFile(nonsense, film.fill(0xaa, pictures, pictures + film.readUInt32BE(pictures - 8) - 8));
  await expect(framesOf(nonsense)).rejects.toMatchObject({ reason: 'unreadable' });
});
