import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { env } from '@/lib/env';
import { getListing } from '@/lib/listings/service';
import { runChild } from '@/lib/platform/child-process';
import { listKeys } from '@/lib/platform/object-storage';
import { createListing, createPerson, sendUpload } from '@/tests/harness/factories';
import { encodePhoto } from './encode-photo';
import { processPhoto } from './photos';
import type { PhotoDto } from './schema';
import { completeUpload, startUpload } from './service';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-photos-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The raw bytes of latitude and longitude in a TIFF block (Exif 2.32, section 4.6.6: tags 2 and 4 of the GPS IFD). */
function gpsBytes(exif: Buffer): Buffer[] {
  const tiff = exif.subarray(exif.indexOf('MM\0*', 0, 'latin1'));
  const entries = (offset: number) =>
    Array.from({ length: tiff.readUInt16BE(offset) }, (_, index) => offset + 2 + index * 12);
  const pointer = entries(tiff.readUInt32BE(4)).find((entry) => tiff.readUInt16BE(entry) === 0x8825);
  if (pointer === undefined) throw new Error('the fixture has no GPS position');
  return entries(tiff.readUInt32BE(pointer + 8))
    .filter((entry) => [2, 4].includes(tiff.readUInt16BE(entry)))
    .map((entry) => tiff.subarray(tiff.readUInt32BE(entry + 8)).subarray(0, 24));
}

describe('a real photo with a position', () => {
  let seller: Viewer;
  let photo: PhotoDto;
  const original = readFile('tests/fixtures/monstree/img-1025.jpg');

  beforeEach(async () => {
    seller = await createPerson();
    const listingId = await createListing(seller);
    const file = await original;
    const input = { listingId, kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
    const target = await startUpload(seller, input);
    expect(await sendUpload(seller, target, file)).toBeLessThan(300);
    await completeUpload(seller, target.mediaId);
    await processPhoto(target.mediaId);
    const [shown] = (await getListing(null, listingId)).photos;
    if (!shown) throw new Error('the photo is not shown');
    photo = shown;
  });

  test('is served upright in three widths and two formats, for ever, without one byte of its metadata', async () => {
    const { exif, icc } = await sharp(await original).metadata();
    const secrets = [...gpsBytes(exif ?? Buffer.alloc(0)), Buffer.from('2017:07:18'), Buffer.from('iPhone')];
    expect(secrets).toHaveLength(4);
    for (const secret of secrets) expect((await original).includes(secret)).toBe(true);

    expect(photo).toMatchObject({ status: 'ready', width: 750, height: 1000 });
    expect(photo.copies.map(({ width }) => width)).toEqual([480, 750]);
    const traces = [...secrets, Buffer.from('Exif\0'), Buffer.from('<x:xmpmeta'), icc ?? Buffer.alloc(1)];
    for (const { width, avifUrl, webpUrl } of photo.copies) {
      for (const url of [avifUrl, webpUrl]) {
        const response = await fetch(env().S3_ENDPOINT + url);
        expect(response.headers.get('content-type')).toBe(`image/${url.split('.').at(-1)}`);
        expect(response.headers.get('cache-control')).toContain('immutable');
        const bytes = Buffer.from(await response.arrayBuffer());
        for (const trace of traces) expect(bytes.includes(trace)).toBe(false);
        const { exif, xmp, iptc, orientation, ...facts } = await sharp(bytes).metadata();
        expect([exif, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
        expect(facts).toMatchObject({ width, height: Math.round((width * 4) / 3) });
      }
    }
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
  });

  test('has a blur of a few pixels for as long as it loads', async () => {
    const [head = '', data = ''] = photo.placeholder?.split(',') ?? [];
    expect(head).toBe('data:image/webp;base64');
    expect(data.length).toBeLessThan(1000);
    expect(await sharp(Buffer.from(data, 'base64')).metadata()).toMatchObject({ width: 12, height: 16 });
  });
});

/** A JPEG of one colour, as it is stored, under this profile. */
async function tagged(colour: [number, number, number], icc: Buffer): Promise<Buffer> {
  const create = { width: 64, height: 64, channels: 3, background: '#000' } as const;
  const pixels = Buffer.alloc(64 * 64 * 3).map((_, index) => colour[index % 3] ?? 0);
  const jpeg = await sharp(pixels, { raw: create }).jpeg({ quality: 100 }).toBuffer();
  const head = Buffer.from('\xff\xe2\0\0ICC_PROFILE\0\x01\x01', 'latin1');
  head.writeUInt16BE(icc.length + 16, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, icc, jpeg.subarray(2)]);
}

test('a colour that sRGB does not have is kept', async () => {
  const green = { create: { width: 8, height: 8, channels: 3, background: '#0f0' } } as const;
  const { icc } = await sharp(await sharp(green).withIccProfile('p3').png().toBuffer()).metadata();
  const file = join(directory, 'wide.jpg');
  await writeFile(file, await tagged([255, 0, 0], icc ?? Buffer.alloc(0)));
  const { copies } = await encodePhoto(file, directory);
  expect(copies).toHaveLength(2);
  for (const { bytes } of copies) {
    const stored = await sharp(bytes).keepIccProfile().raw().toBuffer();
    const [red = 0, greenish = 255, bluish = 255] = stored;
    expect(red).toBeGreaterThan(248);
    // Through sRGB and back it would be (234, 51, 34).
    expect(Math.max(greenish, bluish)).toBeLessThan(12);
  }
});

test('what is see-through becomes white', async () => {
  const file = join(directory, 'see-through.png');
  const clear = { width: 64, height: 48, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  await sharp({ create: clear }).png().toFile(file);
  const { copies, placeholder } = await encodePhoto(file, directory);
  const blur = Buffer.from(placeholder.slice(placeholder.indexOf(',') + 1), 'base64');
  for (const bytes of [...copies.map((copy) => copy.bytes), blur]) {
    const { isOpaque, channels } = await sharp(bytes).stats();
    expect(isOpaque).toBe(true);
    for (const { min } of channels.slice(0, 3)) expect(min).toBeGreaterThan(250);
  }
});

test('an iPhone’s HEIC is decoded', async () => {
  const png = join(directory, 'blue.png');
  const heic = join(directory, 'blue.heic');
  await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2040c0' } })
    .png()
    .toFile(png);
  const options = { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 };
  await runChild('heif-enc', ['-q', '90', '-o', heic, png], options);
  const { width, height, copies } = await encodePhoto(heic, directory);
  expect([width, height]).toEqual([640, 480]);
  const [red = 0, green = 0, blue = 0] = await sharp(copies[0]?.bytes).raw().toBuffer();
  expect(Math.abs(red - 0x20) + Math.abs(green - 0x40) + Math.abs(blue - 0xc0)).toBeLessThan(20);
});

test('a HEIC that was cut off is refused', async () => {
  const file = join(directory, 'cut.heic');
  await writeFile(file, (await readFile(join(directory, 'blue.heic'))).subarray(0, 300));
  await expect(encodePhoto(file, directory)).rejects.toMatchObject({ code: 'media.not_an_image' });
});
