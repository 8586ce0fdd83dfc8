import type { Viewer } from '@/lib/accounts/schema';
import { requireOpen } from '@/lib/chat/membership';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { isShown, lockListing, requireEditable } from '@/lib/listings/ownership';
import { enqueue } from '@/lib/outbox/service';
import { parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { type Executor, mysql } from '@/lib/platform/mysql';
import { copyOriginal, objectSize, presignUpload, removeObject } from '@/lib/platform/object-storage';
import { limitRate } from '@/lib/platform/rate-limit';
import { queueScan, scansOfListings } from '@/lib/scans/service';
import { checkOriginal } from './check-original';
import { eraseMedia, eraseOriginals, takenKey } from './erase';
import { failureAsError, readFailure, writeFailure } from './failure';
import { requireOwnMedia } from './ownership';
import { assemble, beginParts } from './parts';
import { takeFromQuota } from './quota';
import * as repository from './repository';
import {
  type CompleteUploadInput,
  completeUploadSchema,
  type MediaKind,
  type StartUploadInput,
  startUploadSchema,
  type UploadTarget,
  uploadRules,
} from './schema';

/** A phone on a slow line needs a while for a photo; the policy names key, type and size, so a long life is harmless. */
const formLifeSeconds = 3600;

/**
 * Prepares one upload. Throws media.too_large, media.not_an_image, media.not_a_video, media.daily_limit,
 * listing.not_found, listing.too_many_photos, conversation.not_found, conversation.closed.
 */
export async function startUpload(viewer: Viewer, input: StartUploadInput): Promise<UploadTarget> {
  const upload = parseInput(startUploadSchema, input);
  const { kind, contentType, bytes } = upload;
  const place: Place =
    'listingId' in upload
      ? { listingId: upload.listingId, joins: upload.joins }
      : { conversationId: upload.conversationId, unsentSince: new Date() };
  await requirePlace(viewer, kind, place);
  const rule = uploadRules[kind];
  if (bytes > rule.maxBytes) throw new AppError('media.too_large', { megabytes: rule.maxBytes / 1e6 });
  if (!(rule.types as readonly string[]).includes(contentType)) {
    throw new AppError(kind === 'photo' ? 'media.not_an_image' : 'media.not_a_video');
  }
  if (kind === 'photo' && 'listingId' in place && place.listingId !== null)
    await requireRoomForPhoto(place.listingId);
  await limitRate('upload', viewer.id, 120, 3600);

  const mediaId = newId('med');
  const incomingKey = `${viewer.id}/${mediaId}`;
  const row = { id: mediaId, ownerId: viewer.id, ...place, kind, incomingKey, contentType, bytes };
  await mysql().transaction(async (tx) => {
    await takeFromQuota(tx, { ownerId: viewer.id, kind, bytes });
    await repository.insertMedia(row, tx);
  });
  if (kind === 'video') {
    await beginParts(row);
    return { way: 'parts', mediaId };
  }
  const rules = { key: incomingKey, contentType, bytes, expiresInSeconds: formLifeSeconds };
  return { way: 'form', mediaId, ...(await presignUpload(rules)) };
}

type Place =
  | { listingId: string | null; joins?: boolean | undefined }
  | { conversationId: string; unsentSince: Date };

/** One's own listing, a conversation of one's own, or, for a photo, oneself. */
async function requirePlace(viewer: Viewer, kind: MediaKind, place: Place): Promise<void> {
  if ('conversationId' in place) await requireOpen(viewer.id, place.conversationId);
  else if (place.listingId !== null) await requireEditable(viewer.id, place.listingId);
  else if (kind !== 'photo') throw new AppError('input.invalid', { field: 'listingId' });
}

async function requireRoomForPhoto(listingId: string, executor?: Executor): Promise<void> {
  const limit = uploadRules.photo.perListing;
  if ((await repository.countPhotos(listingId, executor)) >= limit)
    throw new AppError('listing.too_many_photos', { limit });
}

const underWay = new Map<string, Promise<void>>();

/**
 * Checks what has arrived, then queues the work in one transaction with the row it belongs to. What breaks a rule is
 * deleted, and the row remembers which rule it was. Calling it again says the same again.
 */
export async function completeUpload(
  viewer: Viewer,
  mediaId: string,
  input: CompleteUploadInput = {},
): Promise<void> {
  const { checksums } = parseInput(completeUploadSchema, input);
  const row = await requireOwnMedia(viewer, mediaId);
  const failure = readFailure(row);
  if (failure) throw failureAsError(failure);
  if (row.status !== 'uploading') return;
  // A browser that lost its line asks again while the first check of a large video still runs.
  const running = underWay.get(mediaId) ?? settle(row, checksums).finally(() => underWay.delete(mediaId));
  underWay.set(mediaId, running);
  await running;
}

async function settle(row: repository.MediaRow, checksums: string[] | undefined): Promise<void> {
  const arrived = await takeIn(row);
  try {
    await checkOriginal(arrived, checksums);
    await queueWork(arrived);
  } catch (error) {
    if (error instanceof AppError) await refuse(arrived, error);
    throw error;
  }
  if (arrived.incomingKey !== row.incomingKey) await removeObject('incoming', row.incomingKey);
}

/**
 * Puts the original out of the sender's reach before it is looked at: the form of a photo stays valid for a while and
 * could replace what was checked, so that the photo is copied to a key that nobody was given; the parts of a video
 * become one object, and their URLs are worth nothing any more.
 */
async function takeIn(row: repository.MediaRow): Promise<repository.MediaRow> {
  if (row.kind === 'video') {
    await assemble(row);
    if ((await objectSize('incoming', row.incomingKey)) === null) throw new AppError('media.incomplete');
    return row;
  }
  const incomingKey = takenKey(row.incomingKey);
  if (!(await copyOriginal(row.incomingKey, incomingKey))) throw new AppError('media.incomplete');
  return { ...row, incomingKey };
}

const dayMs = 24 * 3600 * 1000;

async function queueWork({ id, kind, listingId, incomingKey, joins }: repository.MediaRow): Promise<void> {
  await mysql().transaction(async (tx) => {
    if (kind === 'photo') {
      // Once more, and one after the other: more may have been begun at once than there is room for.
      if (listingId !== null) {
        await lockListing(tx, listingId);
        await requireRoomForPhoto(listingId, tx);
      }
      const patch = { status: 'processing', incomingKey } as const;
      if (await repository.changeMedia(id, 'uploading', patch, tx)) {
        await enqueue(tx, { kind: 'photo.process', mediaId: id });
      }
      return;
    }
    if (listingId === null) throw new Error('a video belongs to a listing');
    // Nothing more is done to the video itself: what becomes of it is the scan's own story.
    const originalExpiresAt = new Date(Date.now() + env().ORIGINAL_RETENTION_DAYS * dayMs);
    if (await repository.changeMedia(id, 'uploading', { status: 'ready', originalExpiresAt }, tx)) {
      const joinUntil = joins ? originalExpiresAt : undefined;
      await queueScan(tx, { listingId, videoId: id, joinUntil });
    }
  });
}

async function refuse(row: repository.MediaRow, error: AppError): Promise<void> {
  const patch = { status: 'failed', failure: writeFailure(error), uploadId: null } as const;
  if (await repository.changeMedia(row.id, 'uploading', patch)) await eraseOriginals(row);
}

/** Takes away a photo in any state, or a video that is still on its way. Throws media.not_found, listing.last_picture. */
export async function removeUpload(viewer: Viewer, mediaId: string): Promise<void> {
  const row = await requireOwnMedia(viewer, mediaId);
  if (row.kind === 'video' && row.status === 'ready') throw new AppError('media.not_found');
  // What was said goes with its message or not at all: see lib/chat/messages.ts.
  if (row.conversationId !== null && row.status !== 'uploading') throw new AppError('media.not_found');
  if (row.listingId !== null && row.status === 'ready') await requireAnotherPicture(row.listingId);
  await eraseMedia(mediaId);
}

/** What is for sale was published with a picture and keeps one: another photo, or a model. */
async function requireAnotherPicture(listingId: string): Promise<void> {
  if ((await repository.countPhotos(listingId)) > 1 || !(await isShown(listingId))) return;
  if (!(await scansOfListings([listingId])).get(listingId)?.shown) throw new AppError('listing.last_picture');
}
