import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChild } from '@/lib/platform/child-process';
import { probeVideo } from './probe-video';
import { bubblewrapWorks } from './sandbox';
import { sandboxedFfmpeg } from './sandboxed-ffmpeg';

let directory: string;
const inDirectory = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-probe-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function makeVideo(name: string, seconds: number, ...args: string[]): Promise<string> {
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=320x240:rate=10:duration=${seconds}`];
  await runChild('ffmpeg', ['-v', 'error', '-y', ...source, ...args, inDirectory(name)], {
    signal: AbortSignal.timeout(30_000),
    timeoutMs: 30_000,
  });
  return inDirectory(name);
}

async function writeText(name: string, text: string): Promise<string> {
  await writeFile(inDirectory(name), text);
  return inDirectory(name);
}

test('an MP4 is measured', async () => {
  const facts = await probeVideo(await makeVideo('good.mp4', 5));
  expect(facts).toMatchObject({
    container: 'mov',
    durationSeconds: 5,
    width: 320,
    height: 240,
    rotation: 0,
    fps: 10,
  });
});

test('a recording of a browser, whose header does not say how long it is, is measured by its last packet', async () => {
  const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'];
  // What cannot go back to its beginning cannot write there how long it has become.
  const live = await makeVideo('live.webm', 5, ...vp9, '-f', 'webm', '-live', '1');
  expect((await probeVideo(live)).durationSeconds).toBeCloseTo(4.9, 1);
});

test('a file of nothing but empty boxes is not walked to its end', async () => {
  const box = (name: string) => Buffer.from([0, 0, 0, 8, ...Buffer.from(name)]);
  await writeFile(inDirectory('boxes.mp4'), [box('ftyp'), Buffer.alloc(4e6, box('free')), box('moov')]);
  await expect(probeVideo(inDirectory('boxes.mp4'))).rejects.toMatchObject({ code: 'media.incomplete' });
});

test('a WebM is measured, whatever its name says', async () => {
  const webm = await makeVideo(
    'good.webm',
    5,
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
  );
  await writeFile(inDirectory('renamed.mp4'), await readFile(webm));
  const facts = await probeVideo(inDirectory('renamed.mp4'));
  expect(facts).toMatchObject({ container: 'matroska', durationSeconds: 5, codec: 'vp9' });
});

test('a turned phone gives the size as it is displayed', async () => {
  const plain = await makeVideo('plain.mp4', 5);
  const turned = inDirectory('turned.mp4');
  await runChild(
    'ffmpeg',
    ['-v', 'error', '-y', '-i', plain, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', turned],
    { signal: AbortSignal.timeout(30_000), timeoutMs: 30_000 },
  );
  const facts = await probeVideo(turned);
  expect(facts).toMatchObject({ width: 240, height: 320 });
  // Versions of ffmpeg disagree about which way the tag of this test turns.
  expect([90, 270]).toContain(facts.rotation);
});

test('the curve of HDR video is noticed', async () => {
  const hlg = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-pix_fmt', 'yuv420p10le'];
  const file = await makeVideo(
    'hdr.mp4',
    5,
    ...hlg,
    '-color_trc',
    'arib-std-b67',
    '-color_primaries',
    'bt2020',
  );
  expect(await probeVideo(file)).toMatchObject({ hdr: true, codec: 'hevc' });
});

test('AV1 is taken, and so are its ten bits', async () => {
  const av1 = ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-pix_fmt', 'yuv420p10le'];
  expect(await probeVideo(await makeVideo('av1.mp4', 4, ...av1))).toMatchObject({ codec: 'av1' });
});

test('a codec that phones do not record is named', async () => {
  const file = await makeVideo('old.mp4', 5, '-c:v', 'mpeg4');
  await expect(probeVideo(file)).rejects.toMatchObject({ code: 'media.codec', details: { codec: 'mpeg4' } });
});

test('twelve bits are refused', async () => {
  const twelve = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-pix_fmt', 'yuv420p12le'];
  const file = await makeVideo('twelve.mp4', 5, ...twelve);
  await expect(probeVideo(file)).rejects.toMatchObject({ code: 'media.bit_depth', details: { bits: 12 } });
});

test('text with the name of a video is none', async () => {
  const file = await writeText('text.mp4', 'This is not a video at all, only words.');
  await expect(probeVideo(file)).rejects.toMatchObject({ code: 'media.not_a_video' });
});

test('an empty file is none', async () => {
  await expect(probeVideo(await writeText('empty.mp4', ''))).rejects.toMatchObject({
    code: 'media.not_a_video',
  });
});

test.each(['-movflags=+faststart', '-movflags=-faststart'])(
  'a file cut off in transfer (%s)',
  async (flag) => {
    const file = await makeVideo('cut.mp4', 5, ...flag.split('='));
    await truncate(file, Math.round((await stat(file)).size * 0.6));
    await expect(probeVideo(file)).rejects.toMatchObject({ code: 'media.incomplete' });
  },
);

test('too short and too long are said apart', async () => {
  await expect(probeVideo(await makeVideo('short.mp4', 1))).rejects.toMatchObject({
    code: 'media.too_short',
  });
  const long = await makeVideo('long.mp4', 200, '-r', '1', '-preset', 'ultrafast');
  await expect(probeVideo(long)).rejects.toMatchObject({ code: 'media.too_long', details: { seconds: 180 } });
});

test('a playlist is never followed, neither as text nor behind the first bytes of an MP4', async () => {
  let visits = 0;
  const server = createServer(() => {
    visits += 1;
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`;
  const plain = await writeText('playlist.mp4', playlist);
  await expect(probeVideo(plain)).rejects.toMatchObject({ code: 'media.not_a_video' });
  const disguised = inDirectory('disguised.mp4');
  const box = Buffer.from([0, 0, 0, 16, ...Buffer.from('ftypisom'), 0, 0, 2, 0]);
  await writeFile(disguised, Buffer.concat([box, Buffer.from(playlist)]));
  await expect(probeVideo(disguised)).rejects.toThrow();
  await new Promise((resolve) => server.close(resolve));
  expect(visits).toBe(0);
});

test('the sandbox shows the decoder nothing of the machine but the file', async ({ skip }) => {
  skip(!(await bubblewrapWorks()), 'user namespaces are forbidden here');
  const video = await makeVideo('inside.mp4', 5);
  const secret = await writeText('secret.txt', 'not for a decoder');
  const read = sandboxedFfmpeg('ffmpeg', 'mov', {
    video,
    signal: AbortSignal.timeout(20_000),
    timeoutMs: 20_000,
    args: ['-vf', `drawtext=textfile=${secret}`, '-f', 'null', '-'],
  });
  await expect(read).rejects.toThrow(/could not be read|No such file|cannot be read|Error/);
});
