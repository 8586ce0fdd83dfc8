import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChild } from '@/lib/platform/child-process';
import { writeClutter } from '@/tests/harness/clutter';
import { framesFromPhotos } from './frames-from-photos';
import { inspectInput } from './inspect';
import { readPnm } from './pnm';
import { quickProfile } from './profile';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-photos-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const options = {
  profile: quickProfile,
  signal: AbortSignal.timeout(120_000),
  onProgress: () => undefined,
};

test('photographs are turned upright, those of iPhones too, broken ones are left out, sizes are noticed', async () => {
  const photos = join(directory, 'photos');
  await mkdir(photos);
  for (let index = 0; index < 14; index++) await writeClutter(join(photos, `${index}.jpg`), 320, 240);
  const sideways = await sharp(join(photos, '0.jpg')).withMetadata({ orientation: 6 }).toBuffer();
  await writeFile(join(photos, '0.jpg'), sideways);
  const whole = await sharp(join(photos, '1.jpg')).toBuffer();
  await writeFile(join(photos, '1.jpg'), whole.subarray(0, whole.length / 3));
  const signal = AbortSignal.timeout(60_000);
  const heic = ['-q', '80', '-o', join(photos, '14.HEIC'), join(photos, '3.jpg')];
  await runChild('heif-enc', heic, { signal, timeoutMs: 60_000 });
  const facts = await inspectInput(photos, signal);
  if (facts.kind !== 'photos') throw new Error('a folder holds photographs');
  expect(await framesFromPhotos(facts.files, directory, options)).toEqual({
    count: 14,
    source: 'photos',
    blur: 0,
    brightness: expect.closeTo(127, -1.5),
    weak: [],
    sameSize: false,
  });
  expect(await readPnm(join(directory, 'images', '0001.ppm'))).toMatchObject({ width: 240, height: 320 });
});
