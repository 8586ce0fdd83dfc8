import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm';
import { media, uploadUsage } from '@/drizzle/schema/media';
import { scans } from '@/drizzle/schema/scans';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';
import { statusesAtWork } from '@/lib/protocol/scan-state';

export type MediaRow = typeof media.$inferSelect;

export async function findMedia(id: string): Promise<MediaRow | undefined> {
  const [row] = await mysql().select().from(media).where(eq(media.id, id)).limit(1);
  return row;
}

/** Photos that have arrived, in the order in which they were chosen. */
export async function findArrivedPhotos(listingIds: readonly string[]): Promise<MediaRow[]> {
  if (listingIds.length === 0) return [];
  return mysql()
    .select()
    .from(media)
    .where(
      and(inArray(media.listingId, [...listingIds]), eq(media.kind, 'photo'), ne(media.status, 'uploading')),
    )
    .orderBy(asc(media.createdAt), asc(media.id));
}

/** How many of a listing's photos count against its limit: those that have arrived and have not failed. */
export async function countPhotos(listingId: string, executor: Executor = mysql()): Promise<number> {
  const counts = inArray(media.status, ['processing', 'ready']);
  return executor.$count(media, and(eq(media.listingId, listingId), eq(media.kind, 'photo'), counts));
}

/**
 * Everything that belongs to a listing, or to a person; not what a person has sent in conversations, which stays there
 * with what they wrote. What they never sent belongs to them.
 */
export async function findMediaOf(
  of: { listingId: string } | { ownerId: string },
  executor: Executor = mysql(),
): Promise<MediaRow[]> {
  const belongs =
    'listingId' in of
      ? eq(media.listingId, of.listingId)
      : and(eq(media.ownerId, of.ownerId), or(isNull(media.conversationId), isNotNull(media.unsentSince)));
  return executor.select().from(media).where(belongs).orderBy(asc(media.id));
}

/** What one of the two has brought to a conversation. */
export async function findMediaSent(conversationId: string, ownerId: string): Promise<MediaRow[]> {
  return mysql()
    .select()
    .from(media)
    .where(and(eq(media.ownerId, ownerId), eq(media.conversationId, conversationId)))
    .orderBy(asc(media.id));
}

/** Photos of these people that have arrived, the newest first. */
export async function findPortraits(
  ownerIds: readonly string[],
  executor: Executor = mysql(),
): Promise<MediaRow[]> {
  if (ownerIds.length === 0) return [];
  return executor
    .select()
    .from(media)
    .where(
      and(
        inArray(media.ownerId, [...ownerIds]),
        isNull(media.listingId),
        isNull(media.conversationId),
        eq(media.kind, 'photo'),
        ne(media.status, 'uploading'),
      ),
    )
    .orderBy(desc(media.id));
}

export async function insertMedia(
  row: typeof media.$inferInsert,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.insert(media).values(row);
}

export async function updateMedia(
  id: string,
  patch: Partial<typeof media.$inferInsert>,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.update(media).set(patch).where(eq(media.id, id));
}

/** Changes a medium that is still in this status. False when it was not: somebody else was faster. */
export async function changeMedia(
  id: string,
  from: MediaRow['status'],
  patch: Partial<typeof media.$inferInsert>,
  executor: Executor = mysql(),
): Promise<boolean> {
  const [result] = await executor
    .update(media)
    .set(patch)
    .where(and(eq(media.id, id), eq(media.status, from)));
  return result.affectedRows === 1;
}

export async function deleteMedia(id: string): Promise<void> {
  await mysql().delete(media).where(eq(media.id, id));
}

export async function findMediaByIds(ids: readonly string[]): Promise<MediaRow[]> {
  if (ids.length === 0) return [];
  return mysql()
    .select()
    .from(media)
    .where(inArray(media.id, [...ids]));
}

export async function lockMedia(tx: Transaction, id: string): Promise<MediaRow | undefined> {
  const [row] = await tx.select().from(media).where(eq(media.id, id)).for('update');
  return row;
}

/** Photos that were published before placeholders were kept. */
export async function findWithoutPlaceholder(): Promise<MediaRow[]> {
  return mysql()
    .select()
    .from(media)
    .where(and(eq(media.kind, 'photo'), eq(media.status, 'ready'), isNull(media.placeholder)));
}

/** What nobody waits for any more: of whose sending nothing was heard since then, or that no message shows since then. */
const leftovers = {
  abandoned: (before: Date) => and(eq(media.status, 'uploading'), lt(media.touchedAt, before)),
  unsent: (before: Date) => and(lt(media.unsentSince, before), ne(media.status, 'processing')),
};
export type Leftover = keyof typeof leftovers;

export async function findLeftovers(kind: Leftover, before: Date): Promise<MediaRow[]> {
  return mysql().select().from(media).where(leftovers[kind](before)).limit(500);
}

/** False when it is none any more: somebody has gone on with it, or shown it. */
export async function deleteLeftover(kind: Leftover, id: string, before: Date): Promise<boolean> {
  const [result] = await mysql()
    .delete(media)
    .where(and(eq(media.id, id), leftovers[kind](before)));
  return result.affectedRows === 1;
}

/** False when it is gone. */
export async function setUnsentSince(id: string, unsentSince: Date | null): Promise<boolean> {
  const [result] = await mysql().update(media).set({ unsentSince }).where(eq(media.id, id));
  return result.affectedRows === 1;
}

const isKeptVideo = and(eq(media.kind, 'video'), eq(media.status, 'ready'), isNull(media.originalDeletedAt));

export async function findKeptVideo(listingId: string): Promise<MediaRow | undefined> {
  const [row] = await mysql()
    .select()
    .from(media)
    .where(and(eq(media.listingId, listingId), isKeptVideo))
    .orderBy(desc(media.createdAt), desc(media.id))
    .limit(1);
  return row;
}

/** Never earlier than they would go anyway. */
export async function extendOriginals(tx: Transaction, ids: readonly string[], until: Date): Promise<void> {
  await tx
    .update(media)
    .set({ originalExpiresAt: until })
    .where(and(inArray(media.id, [...ids]), lt(media.originalExpiresAt, until)));
}

export async function findKept(ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await mysql()
    .select({ id: media.id })
    .from(media)
    .where(and(inArray(media.id, [...ids]), isKeptVideo));
  return rows.map((row) => row.id);
}

export async function findExpiredOriginals(now: Date): Promise<MediaRow[]> {
  return mysql()
    .select()
    .from(media)
    .where(and(isKeptVideo, lt(media.originalExpiresAt, now)))
    .limit(500);
}

/**
 * False while a scan waits for this video or works on it: its turn comes once that has ended; and when it is to be kept
 * for longer since it was found.
 */
export async function markOriginalDeleted(id: string, now: Date): Promise<boolean> {
  const wanted = mysql()
    .select({ id: scans.id })
    .from(scans)
    .where(and(eq(scans.videoId, id), inArray(scans.status, statusesAtWork)));
  const [result] = await mysql()
    .update(media)
    .set({ originalDeletedAt: now })
    .where(and(eq(media.id, id), isKeptVideo, lt(media.originalExpiresAt, now), notExists(wanted)));
  return result.affectedRows === 1;
}

/** Adds one file to a person's day and returns the sum; the row stays locked until the transaction ends. */
export async function countUsage(
  tx: Transaction,
  use: { ownerId: string; day: string; kind: MediaRow['kind']; bytes: number },
): Promise<{ files: number; bytes: number }> {
  const { files, bytes, ...columns } = uploadUsage;
  await tx
    .insert(uploadUsage)
    .values({ ...use, files: 1 })
    .onDuplicateKeyUpdate({ set: { files: sql`${files} + 1`, bytes: sql`${bytes} + ${use.bytes}` } });
  const [sum] = await tx
    .select({ files, bytes })
    .from(uploadUsage)
    .where(and(eq(columns.ownerId, use.ownerId), eq(columns.day, use.day), eq(columns.kind, use.kind)));
  if (!sum) throw new Error('the row that was just written is not there');
  return sum;
}

export async function deleteUsage(executor: Executor, ownerId: string): Promise<void> {
  await executor.delete(uploadUsage).where(eq(uploadUsage.ownerId, ownerId));
}
