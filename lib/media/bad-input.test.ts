import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { count } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outbox } from '@/drizzle/schema/outbox';
import type { Viewer } from '@/lib/accounts/schema';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { getListing } from '@/lib/listings/service';
import { runChild } from '@/lib/platform/child-process';
import { mysql } from '@/lib/platform/mysql';
import { listKeys, presignUpload } from '@/lib/platform/object-storage';
import en from '@/messages/en.json';
import ko from '@/messages/ko.json';
import { createJpeg, createListing, createPerson, sendForm, sendUpload } from '@/tests/harness/factories';
import { signPart } from './parts';
import { processPhoto } from './photos';
import type { MediaKind } from './schema';
import { completeUpload, removeUpload, startUpload } from './service';

let directory: string;
let seller: Viewer;
let listingId: string;
let jobsBefore: number;

const jobs = async () => (await mysql().select({ all: count() }).from(outbox))[0]?.all ?? 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-bad-input-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
  jobsBefore = await jobs();
});

/** Uploads the file as a browser would. Returns the error that it ends in, or null, and the id. */
async function upload(kind: MediaKind, contentType: string, file: Buffer) {
  const target = await startUpload(seller, { listingId, kind, contentType, bytes: file.length });
  expect(await sendUpload(seller, target, file)).toBeLessThan(300);
  const error = await completeUpload(seller, target.mediaId).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { mediaId: target.mediaId, error };
}

/** The person is told which rule it was, in both languages; nothing is queued and nothing is left. */
async function expectRefused(error: unknown, code: string): Promise<void> {
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toBe(code);
  const [group = '', name = ''] = code.split('.');
  for (const { errors } of [ko, en]) {
    const sentences = errors as unknown as Record<string, Record<string, string>>;
    const sentence = sentences[group]?.[name] ?? '';
    const places = [...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1]);
    expect(sentence.length).toBeGreaterThan(10);
    expect(Object.keys(error.details)).toEqual(expect.arrayContaining(places));
  }
  expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
  expect(await jobs()).toBe(jobsBefore);
}

async function ffmpeg(name: string, ...args: string[]): Promise<Buffer> {
  const path = join(directory, name);
  const options = { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 };
  await runChild('ffmpeg', ['-v', 'error', '-y', ...args, path], options);
  return readFile(path);
}

const picture = (seconds: number) => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=160x120:rate=2:duration=${seconds}`],
  ...['-preset', 'ultrafast'],
];

/** One PNG chunk (RFC 2083, section 3.2). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG of one grey, whose every byte of pixels is a zero. */
function png(width: number, height: number, rows: Buffer, ...extra: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('photos', () => {
  test('wrong type under a right name: a text, and a video, that call themselves image/jpeg', async () => {
    const text = await upload('photo', 'image/jpeg', Buffer.from('just some text, long enough'));
    await expectRefused(text.error, 'media.not_an_image');
    const video = await readFile('tests/fixtures/corset/corset.mp4');
    await expectRefused((await upload('photo', 'image/jpeg', video)).error, 'media.not_an_image');
  });

  test('a JPEG that is also HTML: no byte of the page is served, and as a bare page it is refused', async () => {
    const page = Buffer.from('<html><script>alert(document.domain)</script></html>');
    const comment = Buffer.from([0xff, 0xfe, 0, page.length + 2]);
    const real = await createJpeg({ width: 200, height: 100 });
    const both = Buffer.concat([real.subarray(0, 2), comment, page, real.subarray(2), page]);
    const { mediaId, error } = await upload('photo', 'image/jpeg', both);
    expect(error).toBeNull();
    await processPhoto(mediaId);
    const [photo] = (await getListing(null, listingId)).photos;
    for (const { avifUrl, webpUrl } of photo?.copies ?? []) {
      for (const url of [avifUrl, webpUrl]) {
        const response = await fetch(env().S3_ENDPOINT + url);
        expect(response.headers.get('content-type')).toMatch(/^image\//);
        expect(Buffer.from(await response.arrayBuffer()).includes('script')).toBe(false);
      }
    }
    expect(photo?.copies).toHaveLength(1);
    jobsBefore = await jobs();
    const bare = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), page]);
    await expectRefused((await upload('photo', 'image/jpeg', bare)).error, 'media.not_an_image');
  });

  test('an image bomb (30,000 × 30,000 PNG)', async () => {
    const bomb = png(30_000, 30_000, deflateSync(Buffer.alloc(30_001)));
    await expectRefused((await upload('photo', 'image/png', bomb)).error, 'media.too_many_pixels');
  });

  test('a decompression bomb: 400 MB of text in a chunk, more rows than the picture has', async () => {
    const text = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(400e6), { level: 9 })]);
    const bomb = png(16, 16, deflateSync(Buffer.alloc(100e6)), chunk('zTXt', text));
    const before = process.memoryUsage().rss;
    const { mediaId, error } = await upload('photo', 'image/png', bomb);
    if (error === null) {
      await processPhoto(mediaId).catch(() => undefined);
      const [photo] = (await getListing(seller, listingId)).photos;
      expect(photo?.width ?? 16).toBe(16);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
  });

  test('a photo that breaks off in the middle is refused by the worker, and its seller told', async () => {
    const whole = await createJpeg();
    const { mediaId } = await upload('photo', 'image/jpeg', whole.subarray(0, whole.length / 2));
    await expect(processPhoto(mediaId)).rejects.toThrow('cannot be decoded');
    const [photo] = (await getListing(seller, listingId)).photos;
    expect(photo).toMatchObject({ status: 'failed', failure: { code: 'media.not_an_image' }, copies: [] });
    expect((await getListing(null, listingId)).photos).toEqual([]);
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
    expect(await listKeys('media', `photos/${mediaId}/`)).toEqual([]);
  });
});

describe('videos', () => {
  test('4 GB, and 0 bytes', async () => {
    const start = (bytes: number) =>
      startUpload(seller, { listingId, kind: 'video', contentType: 'video/mp4', bytes }).catch(
        (error: unknown) => error,
      );
    await expectRefused(await start(4e9), 'media.too_large');
    await expectRefused(await start(0), 'input.invalid');
  });

  test('a truncated MP4', async () => {
    const whole = await readFile('tests/fixtures/corset/corset.mp4');
    const cut = await upload('video', 'video/mp4', whole.subarray(0, whole.length - 1000));
    await expectRefused(cut.error, 'media.incomplete');
  });

  test('an MP4 that is a playlist pointing at http and file addresses', async () => {
    let visits = 0;
    const server = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const entries = [`http://127.0.0.1:${port}/a.ts`, 'file:///etc/passwd'];
    const playlist = `#EXTM3U\n${entries.map((entry) => `#EXTINF:10,\n${entry}\n`).join('')}#EXT-X-ENDLIST\n`;
    const plain = await upload('video', 'video/mp4', Buffer.from(playlist));
    await expectRefused(plain.error, 'media.not_a_video');
    const box = Buffer.from([0, 0, 0, 16, ...Buffer.from('ftypisom'), 0, 0, 2, 0]);
    const disguised = await upload('video', 'video/mp4', Buffer.concat([box, Buffer.from(playlist)]));
    await expectRefused(disguised.error, 'media.incomplete');
    await new Promise((resolve) => server.close(resolve));
    expect(visits).toBe(0);
  });

  test('1 s', async () => {
    const { error } = await upload('video', 'video/mp4', await ffmpeg('short.mp4', ...picture(1)));
    await expectRefused(error, 'media.too_short');
  });

  test('10 minutes', async () => {
    const { error } = await upload('video', 'video/mp4', await ffmpeg('long.mp4', ...picture(600)));
    await expectRefused(error, 'media.too_long');
  });

  test('audio only', async () => {
    const sound = await ffmpeg('sound.mp4', '-f', 'lavfi', '-i', 'sine=duration=20', '-c:a', 'aac');
    await expectRefused((await upload('video', 'video/mp4', sound)).error, 'media.not_a_video');
  });
});

describe('presigned requests', () => {
  let jpeg: Buffer;
  beforeEach(async () => {
    jpeg = await createJpeg({ width: 80, height: 60 });
  });
  const begin = () =>
    startUpload(seller, { listingId, kind: 'photo', contentType: 'image/jpeg', bytes: jpeg.length });

  test('replayed: what was taken in stays as it was checked', async () => {
    const target = await begin();
    await sendUpload(seller, target, jpeg);
    await completeUpload(seller, target.mediaId);
    expect(await sendForm(target, randomBytes(jpeg.length))).toBeLessThan(300);
    await processPhoto(target.mediaId);
    const [photo] = (await getListing(null, listingId)).photos;
    expect(photo).toMatchObject({ status: 'ready', width: 80, height: 60 });
  });

  test('replayed: the URL of a part is worth nothing once the video is there', async () => {
    const video = await readFile('tests/fixtures/corset/corset.mp4');
    const input = { listingId, kind: 'video', contentType: 'video/mp4', bytes: video.length } as const;
    const target = await startUpload(seller, input);
    const { url } = await signPart(seller, target.mediaId, { number: 1 });
    const put = () => fetch(url, { method: 'PUT', body: new Uint8Array(video) });
    expect((await put()).status).toBe(200);
    const checksums = [createHash('sha256').update(video).digest('hex')];
    await completeUpload(seller, target.mediaId, { checksums });
    expect((await put()).status).toBe(404);
  });

  test('expired', async () => {
    const rule = { key: `${seller.id}/late`, contentType: 'image/jpeg', bytes: jpeg.length };
    const late = await presignUpload({ ...rule, expiresInSeconds: -5 });
    expect(await sendForm({ way: 'form', mediaId: '', ...late }, jpeg)).toBe(403);
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
  });

  test('retyped, renamed and oversized', async () => {
    const target = await begin();
    if (target.way !== 'form') throw new Error('a photo is sent as a form');
    const changed = (fields: Record<string, string>) =>
      sendForm({ ...target, fields: { ...target.fields, ...fields } }, jpeg);
    expect(await changed({ 'Content-Type': 'text/html' })).toBeGreaterThanOrEqual(400);
    expect(await changed({ key: `${seller.id}/another` })).toBeGreaterThanOrEqual(400);
    expect(await sendForm(target, Buffer.concat([jpeg, jpeg]))).toBeGreaterThanOrEqual(400);
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
  });

  test('another person’s upload id', async () => {
    const { mediaId } = await begin();
    const stranger = await createPerson();
    for (const attempt of [completeUpload, removeUpload]) {
      const error = await attempt(stranger, mediaId).catch((reason: unknown) => reason);
      await expectRefused(error, 'media.not_found');
    }
  });
});
