import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { media } from '@/drizzle/schema/media';
import { type Executor, mysql } from '@/lib/platform/mysql';

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

export async function findMediaIds(listingId: string, executor: Executor = mysql()): Promise<string[]> {
  const rows = await executor.select({ id: media.id }).from(media).where(eq(media.listingId, listingId));
  return rows.map((row) => row.id);
}

export async function insertMedia(row: typeof media.$inferInsert): Promise<void> {
  await mysql().insert(media).values(row);
}

export async function updateMedia(
  id: string,
  patch: Partial<typeof media.$inferInsert>,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.update(media).set(patch).where(eq(media.id, id));
}

/** Moves a medium from one status to the next. False when it was not in the first: somebody else was faster. */
export async function advanceStatus(
  id: string,
  from: MediaRow['status'],
  to: MediaRow['status'],
  executor: Executor = mysql(),
): Promise<boolean> {
  const [result] = await executor
    .update(media)
    .set({ status: to })
    .where(and(eq(media.id, id), eq(media.status, from)));
  return result.affectedRows === 1;
}

export async function deleteMedia(id: string): Promise<void> {
  await mysql().delete(media).where(eq(media.id, id));
}
