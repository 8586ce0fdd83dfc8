import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { isHeicFile } from '@/lib/media/magic-bytes';
import { decodeHeic } from '@/lib/media/sandboxed-heif';
import { inScratch } from '@/lib/media/scratch';
import { ChildError } from '@/lib/platform/child-process';
import { median } from '@/worker/scan/choose-keyframes';
import { frameName, ScanError } from '@/worker/scan/engine';
import type { FramesFacts, FramesOptions } from '@/worker/scan/frames';
import { minPhotos } from '@/worker/scan/inspect';
import { writePnm } from '@/worker/scan/pnm';

/** Photos are not picked from: too many of them only cost time. */
const photosPerKeyframe = 1.5;

/** Writes photographs upright and at most `profile.frameSide` large to `directory/images`. Throws ScanError. */
export async function framesFromPhotos(
  files: readonly string[],
  directory: string,
  options: FramesOptions,
): Promise<FramesFacts> {
  const images = join(directory, 'images');
  await mkdir(images);
  const side = options.profile.frameSide;
  const kept = thin(files, Math.round(options.profile.keyframes * photosPerKeyframe));
  const sizes = new Set<string>();
  const brightness: number[] = [];
  let count = 0;
  for (const [index, file] of kept.entries()) {
    options.signal.throwIfAborted();
    const photo = await decodePhoto(file, side);
    if (!photo) continue;
    count += 1;
    brightness.push(meanLevel(photo.data));
    sizes.add(`${photo.info.width}x${photo.info.height}`);
    const { width, height } = photo.info;
    await writePnm(join(images, frameName(count)), { width, height, channels: 3, data: photo.data });
    options.onProgress((index + 1) / kept.length);
  }
  if (count < minPhotos) throw new ScanError('too_few_views', `${count} photographs could be decoded`);
  return {
    ...{ count, source: 'photos', blur: 0, sameSize: sizes.size === 1 },
    ...{ brightness: median(brightness), weak: [] },
  };
}

/** Mean over every hundredth byte. */
function meanLevel(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 101) sum += data[at] ?? 0;
  return sum / Math.ceil(data.length / 101);
}

/** Null for one that cannot be decoded. */
async function decodePhoto(file: string, side: number) {
  try {
    if (!(await isHeicFile(file))) return await shrink(file, side);
    return await inScratch(async (scratch) => shrink(await decodeHeic(file, scratch), side));
  } catch (error) {
    // That a decoder is missing or was killed is no fault of the photo's.
    if (error instanceof ChildError) throw error;
    return null;
  }
}

const shrink = (file: string, side: number) =>
  sharp(file, { failOn: 'error' })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });

function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as T);
}
