import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { requireEditable } from '@/lib/listings/ownership';
import { enqueue } from '@/lib/outbox/service';
import { parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { downloadObject, objectSize, presignUpload, readHead } from '@/lib/platform/object-storage';
import { limitRate } from '@/lib/platform/rate-limit';
import { queueScan } from '@/lib/scans/service';
import { eraseMedia } from './erase';
import { looksLike, magicLength } from './magic-bytes';
import { photosOfListings } from './photos';
import { probeVideo } from './probe-video';
import * as repository from './repository';
import { type StartUploadInput, startUploadSchema, type UploadTarget, uploadRules } from './schema';

/** A phone on a slow line needs a while for a video; the policy names key, type and size, so a long life is harmless. */
const uploadLifeSeconds = 3600;

/** Prepares one upload. Throws media.too_large, media.not_an_image, media.not_a_video, listing.too_many_photos. */
export async function startUpload(viewer: Viewer, input: StartUploadInput): Promise<UploadTarget> {
  const { listingId, kind, contentType, bytes } = parseInput(startUploadSchema, input);
  await requireEditable(viewer.id, listingId);
  const rule = uploadRules[kind];
  if (bytes > rule.maxBytes) throw new AppError('media.too_large', { megabytes: rule.maxBytes / 1e6 });
  if (!(rule.types as readonly string[]).includes(contentType)) throw wrongType(kind);
  if (kind === 'photo') await requireRoomForPhoto(listingId);
  await limitRate('upload', viewer.id, 120, 3600);

  const mediaId = newId('med');
  const key = `${viewer.id}/${mediaId}`;
  await repository.insertMedia({
    id: mediaId,
    ownerId: viewer.id,
    listingId,
    kind,
    incomingKey: key,
    contentType,
    bytes,
  });
  const target = await presignUpload({ key, contentType, bytes, expiresInSeconds: uploadLifeSeconds });
  return { mediaId, ...target };
}

async function requireRoomForPhoto(listingId: string): Promise<void> {
  const photos = (await photosOfListings([listingId])).get(listingId) ?? [];
  const limit = uploadRules.photo.perListing;
  if (photos.length >= limit) throw new AppError('listing.too_many_photos', { limit });
}

/**
 * Checks what has arrived (size, magic bytes, and ffprobe for a video), then queues the work in one transaction with
 * the row it belongs to. What fails the check is deleted. Calling it again after success changes nothing.
 */
export async function completeUpload(viewer: Viewer, mediaId: string): Promise<void> {
  const row = await requireOwnMedia(viewer, mediaId);
  if (row.status !== 'uploading') return;
  const size = await objectSize('incoming', row.incomingKey);
  if (size === null) throw new AppError('media.incomplete');
  try {
    if (size !== row.bytes) throw new AppError('media.incomplete');
    await requireContent(row);
  } catch (error) {
    if (error instanceof AppError) await eraseMedia(mediaId);
    throw error;
  }
  await queueWork(row);
}

async function queueWork(row: repository.MediaRow): Promise<void> {
  await mysql().transaction(async (tx) => {
    if (!(await repository.advanceStatus(row.id, 'uploading', 'processing', tx))) return;
    if (row.kind === 'photo') await enqueue(tx, { kind: 'photo.process', mediaId: row.id });
    else await queueScan(tx, { listingId: row.listingId, videoId: row.id });
  });
}

async function requireContent(row: repository.MediaRow): Promise<void> {
  const head = await readHead('incoming', row.incomingKey, magicLength);
  if (!looksLike(row.kind, head)) throw wrongType(row.kind);
  if (row.kind === 'photo') return;
  const directory = await mkdtemp(join(tmpdir(), 'bitmarket-probe-'));
  try {
    // ffprobe needs to seek: phones write the index at the end of the file.
    const path = join(directory, 'video');
    await downloadObject('incoming', row.incomingKey, path);
    await probeVideo(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const wrongType = (kind: repository.MediaRow['kind']) =>
  new AppError(kind === 'photo' ? 'media.not_an_image' : 'media.not_a_video');

export async function removePhoto(viewer: Viewer, mediaId: string): Promise<void> {
  const row = await requireOwnMedia(viewer, mediaId);
  if (row.kind !== 'photo') throw new AppError('media.not_found');
  await eraseMedia(mediaId);
}

async function requireOwnMedia(viewer: Viewer, mediaId: string): Promise<repository.MediaRow> {
  const row = await repository.findMedia(mediaId);
  if (row?.ownerId !== viewer.id) throw new AppError('media.not_found');
  return row;
}

/** The private original of a scan's video. Throws media.not_found. */
export async function originalOf(mediaId: string): Promise<{ key: string; bytes: number }> {
  const row = await repository.findMedia(mediaId);
  if (!row) throw new AppError('media.not_found');
  return { key: row.incomingKey, bytes: row.bytes };
}
