import { join } from 'node:path';
import { AppError, PermanentError } from '@/lib/errors';
import { enqueue } from '@/lib/outbox/service';
import { newId } from '@/lib/platform/ids';
import { mysql, type Transaction } from '@/lib/platform/mysql';
import {
  downloadObject,
  mediaUrl,
  publishObject,
  putOriginal,
  removeObject,
} from '@/lib/platform/object-storage';
import { copyWidths, encodePhoto, type PhotoFormat, photoFormats, portraitWidth } from './encode-photo';
import { readFailure, writeFailure } from './failure';
import * as repository from './repository';
import type { PhotoCopy, PhotoDto } from './schema';
import { inScratch } from './scratch';

const copyKey = (mediaId: string, width: number, format: PhotoFormat) =>
  `photos/${mediaId}/${width}.${format}`;

/** The public copies of a photo. */
export const photoKeys = ({ id, width }: Pick<repository.MediaRow, 'id' | 'width'>): string[] =>
  width === null
    ? []
    : copyWidths(width).flatMap((copy) => photoFormats.map((format) => copyKey(id, copy, format)));

/** Photos that have arrived, by listing. One query. */
export async function photosOfListings(listingIds: readonly string[]): Promise<Map<string, PhotoDto[]>> {
  const rows = await repository.findArrivedPhotos(listingIds);
  const byListing = new Map<string, PhotoDto[]>();
  for (const row of rows) {
    const listingId = row.listingId ?? '';
    const photos = byListing.get(listingId) ?? [];
    photos.push(toPhotoDto(row));
    byListing.set(listingId, photos);
  }
  return byListing;
}

/** The public copies of a photo whose widest copy is this wide. */
export const copiesOf = (id: string, width: number): PhotoCopy[] =>
  copyWidths(width).map((copy) => ({
    width: copy,
    avifUrl: mediaUrl(copyKey(id, copy, 'avif')),
    webpUrl: mediaUrl(copyKey(id, copy, 'webp')),
  }));

export function toPhotoDto(row: repository.MediaRow): PhotoDto {
  const { id, status, width, height, placeholder } = row;
  return {
    id,
    status,
    failure: readFailure(row),
    copies: status === 'ready' && width !== null ? copiesOf(id, width) : [],
    width,
    height,
    placeholder,
  };
}

const isPortrait = ({ listingId, conversationId }: repository.MediaRow) =>
  listingId === null && conversationId === null;

/** The job behind an uploaded photo. Running it again writes the same copies under the same keys. */
export async function processPhoto(mediaId: string): Promise<void> {
  const row = await repository.findMedia(mediaId);
  if (row?.kind !== 'photo' || row.status !== 'processing') return;
  try {
    const { width, height, placeholder, copies } = await inScratch(async (directory) => {
      const original = join(directory, 'original');
      await downloadObject('incoming', row.incomingKey, original);
      return encodePhoto(original, directory, isPortrait(row) ? portraitWidth : undefined);
    });
    for (const copy of copies) {
      const key = copyKey(mediaId, copy.width, copy.format);
      await publishObject(key, copy.bytes, copy.bytes.length, `image/${copy.format}`);
    }
    await mysql().transaction(async (tx) => {
      const patch = { width, height, placeholder, status: 'ready' } as const;
      if (!(await repository.changeMedia(mediaId, 'processing', patch, tx))) return;
      if (isPortrait(row)) await eraseFormerPortraits(tx, row.ownerId);
    });
    await removeObject('incoming', row.incomingKey);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await giveUp(row, error);
    throw new PermanentError('the photo cannot be decoded', { cause: error });
  }
}

/** One photo of a person is kept: the newest that can be shown. */
async function eraseFormerPortraits(tx: Transaction, ownerId: string): Promise<void> {
  const portraits = await repository.findPortraits([ownerId], tx);
  const shown = portraits.findIndex(({ status }) => status === 'ready');
  for (const { id } of portraits.slice(shown + 1)) await enqueue(tx, { kind: 'media.erase', mediaId: id });
}

/** What cannot be decoded goes, and its owner is told why. */
async function giveUp(row: repository.MediaRow, error: AppError): Promise<void> {
  await repository.changeMedia(row.id, 'processing', { status: 'failed', failure: writeFailure(error) });
  await removeObject('incoming', row.incomingKey);
}

/** For a photo whose job was delivered too often: no worker will publish it any more. */
export async function abandonPhoto(mediaId: string): Promise<void> {
  await repository.changeMedia(mediaId, 'processing', { status: 'failed' });
}

/** Takes a photo that lies on this machine, in place of an upload: for the demo seed. */
export async function importPhoto(
  owner: { ownerId: string; listingId: string } | { ownerId: string; conversationId: string },
  file: Buffer,
): Promise<void> {
  const id = newId('med');
  const incomingKey = `${owner.ownerId}/${id}`;
  await putOriginal(incomingKey, file);
  const facts = { contentType: 'image/webp', bytes: file.length, incomingKey };
  await repository.insertMedia({ id, ...owner, ...facts, kind: 'photo', status: 'processing' });
  await processPhoto(id);
}
