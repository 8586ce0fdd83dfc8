import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { AppError, PermanentError } from '@/lib/errors';
import { newId } from '@/lib/platform/ids';
import {
  downloadObject,
  mediaUrl,
  publishObject,
  putOriginal,
  removeObject,
} from '@/lib/platform/object-storage';
import { readFailure, writeFailure } from './failure';
import * as repository from './repository';
import type { PhotoDto } from './schema';

/** Widths in pixels: a card on a phone at 2×, and the listing page. */
const sizes = { small: 480, large: 1600 } as const;
type Size = keyof typeof sizes;

/** Decoding stops above this, so that a small file cannot unpack to gigabytes: 50 megapixels is a large phone photo. */
const maxPixels = 50e6;

const photoKey = (mediaId: string, size: Size) => `photos/${mediaId}/${size}.webp`;

/** The public copies of a photo. */
export const photoKeys = (mediaId: string): string[] => [
  photoKey(mediaId, 'small'),
  photoKey(mediaId, 'large'),
];

/** Photos that have arrived, by listing. One query. */
export async function photosOfListings(listingIds: readonly string[]): Promise<Map<string, PhotoDto[]>> {
  const rows = await repository.findArrivedPhotos(listingIds);
  const byListing = new Map<string, PhotoDto[]>();
  for (const row of rows) {
    const photos = byListing.get(row.listingId) ?? [];
    photos.push(toDto(row));
    byListing.set(row.listingId, photos);
  }
  return byListing;
}

function toDto(row: repository.MediaRow): PhotoDto {
  const ready = row.status === 'ready';
  return {
    id: row.id,
    status: row.status,
    failure: readFailure(row),
    smallUrl: ready ? mediaUrl(photoKey(row.id, 'small')) : null,
    largeUrl: ready ? mediaUrl(photoKey(row.id, 'large')) : null,
    width: row.width,
    height: row.height,
  };
}

/**
 * The job behind an uploaded photo: publishes WebP copies turned upright and without any metadata (sharp drops EXIF,
 * GPS included, unless told to keep it). Running it again writes the same bytes under the same keys.
 */
export async function processPhoto(mediaId: string): Promise<void> {
  const row = await repository.findMedia(mediaId);
  if (row?.kind !== 'photo' || row.status !== 'processing') return;
  const directory = await mkdtemp(join(tmpdir(), 'bitmarket-photo-'));
  try {
    const original = join(directory, 'original');
    await downloadObject('incoming', row.incomingKey, original);
    const { width, height } = await publishSizes(mediaId, original);
    await repository.updateMedia(mediaId, { width, height, status: 'ready' });
    await removeObject('incoming', row.incomingKey);
  } catch (error) {
    if (error instanceof PermanentError) await giveUp(row);
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What cannot be decoded goes, and its owner is told why. */
async function giveUp(row: repository.MediaRow): Promise<void> {
  const failure = writeFailure(new AppError('media.not_an_image'));
  await repository.changeMedia(row.id, 'processing', { status: 'failed', failure });
  await removeObject('incoming', row.incomingKey);
}

async function publishSizes(mediaId: string, original: string): Promise<{ width: number; height: number }> {
  let published = { width: 0, height: 0 };
  for (const size of ['small', 'large'] as const) {
    const { data, info } = await encode(original, sizes[size]);
    await publishObject(photoKey(mediaId, size), data, data.length, 'image/webp');
    published = { width: info.width, height: info.height };
  }
  return published;
}

async function encode(original: string, width: number) {
  try {
    return await sharp(original, { limitInputPixels: maxPixels, failOn: 'error' })
      .rotate()
      .resize({ width, withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw new PermanentError('the photo cannot be decoded', { cause: error });
  }
}

/** Takes a photo that lies on this machine, in place of an upload: for the demo seed. */
export async function importPhoto(
  owner: { ownerId: string; listingId: string },
  file: Buffer,
): Promise<void> {
  const id = newId('med');
  const incomingKey = `${owner.ownerId}/${id}`;
  await putOriginal(incomingKey, file);
  const facts = { contentType: 'image/webp', bytes: file.length, incomingKey };
  await repository.insertMedia({ id, ...owner, ...facts, kind: 'photo', status: 'processing' });
  await processPhoto(id);
}
