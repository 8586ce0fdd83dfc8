import { AppError } from '@/lib/errors';
import type { Transaction } from '@/lib/platform/mysql';
import { removeObject } from '@/lib/platform/object-storage';
import * as repository from './repository';
import type { OriginalDto } from './schema';

/** The private original of a scan's video. Throws media.not_found, also once it has been deleted. */
export async function originalOf(mediaId: string): Promise<{ key: string; bytes: number }> {
  const row = await repository.findMedia(mediaId);
  if (!row || row.originalDeletedAt !== null) throw new AppError('media.not_found');
  return { key: row.incomingKey, bytes: row.bytes };
}

/**
 * Keeps these originals until then at least, so that a scan can be queued on them in the caller's transaction. False
 * when one of them has been deleted.
 */
export async function keepOriginals(
  tx: Transaction,
  mediaIds: readonly string[],
  until: Date,
): Promise<boolean> {
  for (const id of mediaIds) {
    const row = await repository.lockMedia(tx, id);
    if (!row || row.originalDeletedAt !== null) return false;
  }
  await repository.extendOriginals(tx, mediaIds, until);
  return true;
}

/** Which of these videos' originals are still there. */
export async function keptAmong(mediaIds: readonly string[]): Promise<Set<string>> {
  return new Set(await repository.findKept(mediaIds));
}

/** The newest video of a listing that is still kept, for its seller. */
export async function originalOfListing(listingId: string): Promise<OriginalDto | null> {
  const row = await repository.findKeptVideo(listingId);
  return row?.originalExpiresAt ? { expiresAt: row.originalExpiresAt.toISOString() } : null;
}

/**
 * Deletes originals whose time is over, except those that a scan waits for or works on. The row says so first: what is
 * cut off in between is an object that nothing refers to, and the sweep takes it.
 */
export async function deleteExpiredOriginals(now = new Date()): Promise<number> {
  let deleted = 0;
  for (const { id, incomingKey } of await repository.findExpiredOriginals(now)) {
    if (!(await repository.markOriginalDeleted(id, now))) continue;
    await removeObject('incoming', incomingKey);
    deleted += 1;
  }
  return deleted;
}
