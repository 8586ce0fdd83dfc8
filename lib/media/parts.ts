import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { beginMultipart, completeMultipart, listParts, presignPart } from '@/lib/platform/multipart-storage';
import type { StoredPart } from '@/lib/platform/object-client';
import { limitRate } from '@/lib/platform/rate-limit';
import { readFailure } from './failure';
import { requireOwnMedia } from './ownership';
import * as repository from './repository';
import { bytesOfPart, partCount, signPartSchema, type UploadProgress } from './schema';

/** Long enough for one part on a slow line; it is signed anew for every attempt. */
const partLifeSeconds = 900;

/**
 * The row comes first and the store's upload second: the sweep takes an upload whose key no row names for abandoned.
 */
export async function beginParts(row: { id: string; incomingKey: string; contentType: string }) {
  const uploadId = await beginMultipart(row.incomingKey, row.contentType);
  await repository.updateMedia(row.id, { uploadId });
}

/** A URL for one part of one's own upload. Throws media.not_found when the upload is over or another person's. */
export async function signPart(
  viewer: Viewer,
  mediaId: string,
  input: { number: number },
): Promise<{ url: string }> {
  const { number } = parseInput(signPartSchema, input);
  const row = await requireOwnMedia(viewer, mediaId);
  if (row.status !== 'uploading' || row.uploadId === null) throw new AppError('media.not_found');
  if (number > partCount(row.bytes)) throw new AppError('input.invalid', { field: 'number' });
  await limitRate('upload-part', viewer.id, 3000, 3600);
  await repository.updateMedia(mediaId, { touchedAt: new Date() });
  const url = await presignPart({
    key: row.incomingKey,
    uploadId: row.uploadId,
    number,
    bytes: bytesOfPart(row.bytes, number),
    expiresInSeconds: partLifeSeconds,
  });
  return { url };
}

/** What of one's own upload is there: the store says so, whatever a browser remembers. */
export async function uploadProgress(viewer: Viewer, mediaId: string): Promise<UploadProgress> {
  const row = await requireOwnMedia(viewer, mediaId);
  const parts = await wholeParts(row);
  return {
    status: row.status,
    bytes: row.bytes,
    parts: parts.map(({ number }) => number),
    failure: readFailure(row),
  };
}

async function wholeParts(row: repository.MediaRow): Promise<StoredPart[]> {
  if (row.uploadId === null || row.status !== 'uploading') return [];
  const parts = (await listParts(row.incomingKey, row.uploadId)) ?? [];
  return parts.filter(({ number, bytes }) => bytes === bytesOfPart(row.bytes, number));
}

/**
 * Makes one object of the parts. Throws media.incomplete while parts are missing: nothing is lost then. Returns without
 * a word when the store no longer knows the upload, because an earlier call has done this already.
 */
export async function assemble(row: repository.MediaRow): Promise<void> {
  if (row.uploadId === null || (await listParts(row.incomingKey, row.uploadId)) === null) return;
  const parts = await wholeParts(row);
  if (parts.length !== partCount(row.bytes)) throw new AppError('media.incomplete');
  await completeMultipart(row.incomingKey, row.uploadId, parts);
}
