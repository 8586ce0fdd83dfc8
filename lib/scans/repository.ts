import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { scans } from '@/drizzle/schema/scans';
import { type Executor, mysql } from '@/lib/platform/mysql';
import { statusesAtWork } from '@/lib/protocol/scan-state';

export type ScanRow = typeof scans.$inferSelect;
export type ScanPatch = Partial<typeof scans.$inferInsert>;

export async function findScan(id: string, executor: Executor = mysql()): Promise<ScanRow | undefined> {
  const [row] = await executor.select().from(scans).where(eq(scans.id, id)).limit(1);
  return row;
}

export async function findScansByIds(ids: readonly string[]): Promise<ScanRow[]> {
  if (ids.length === 0) return [];
  return mysql()
    .select()
    .from(scans)
    .where(inArray(scans.id, [...ids]));
}

/** Every scan of these listings, newest first. */
export async function findScansOfListings(
  listingIds: readonly string[],
  executor: Executor = mysql(),
): Promise<ScanRow[]> {
  if (listingIds.length === 0) return [];
  return executor
    .select()
    .from(scans)
    .where(inArray(scans.listingId, [...listingIds]))
    .orderBy(desc(scans.createdAt), desc(scans.id));
}

/** What cards show of the models that everyone may see, the oldest first. */
export async function findPublishedModels(listingIds: readonly string[]) {
  if (listingIds.length === 0) return [];
  const { listingId, modelKey, posterKey, turnCount } = scans;
  return mysql()
    .select({ listingId, modelKey, posterKey, turnCount })
    .from(scans)
    .where(and(inArray(scans.listingId, [...listingIds]), eq(scans.status, 'done')))
    .orderBy(asc(scans.createdAt), asc(scans.id));
}
export type PublishedModel = Awaited<ReturnType<typeof findPublishedModels>>[number];

export async function insertScan(executor: Executor, row: typeof scans.$inferInsert): Promise<void> {
  await executor.insert(scans).values(row);
}

/** False when it was in none of these statuses; absent: in any. */
export async function deleteScan(
  executor: Executor,
  id: string,
  statuses?: readonly ScanRow['status'][],
): Promise<boolean> {
  const [result] = await executor
    .delete(scans)
    .where(and(eq(scans.id, id), statuses && inArray(scans.status, [...statuses])));
  return result.affectedRows === 1;
}

/**
 * Changes a scan that is still in one of these statuses and, where given, in this attempt; counts its version up.
 * False when it was not: the caller is late and has nothing to say.
 */
export async function changeScan(
  id: string,
  expected: { statuses: readonly ScanRow['status'][]; attempt?: number },
  patch: ScanPatch,
  executor: Executor = mysql(),
): Promise<boolean> {
  const attempt = expected.attempt === undefined ? undefined : eq(scans.attempt, expected.attempt);
  const [result] = await executor
    .update(scans)
    .set({ ...patch, version: sql`${scans.version} + 1` })
    .where(and(eq(scans.id, id), inArray(scans.status, [...expected.statuses]), attempt));
  return result.affectedRows === 1;
}

/** Says that an attempt is alive, without a new version. False when it has been overtaken or cancelled. */
export async function touchScan(id: string, attempt: number): Promise<boolean> {
  const [result] = await mysql()
    .update(scans)
    .set({ heartbeatAt: new Date() })
    .where(and(eq(scans.id, id), eq(scans.status, 'running'), eq(scans.attempt, attempt)));
  return result.affectedRows === 1;
}

/** Takes the scan for a new attempt. Undefined when it has ended. */
export async function takeScan(id: string): Promise<ScanRow | undefined> {
  return mysql().transaction(async (tx) => {
    const patch = {
      status: 'running' as const,
      attempt: sql`${scans.attempt} + 1`,
      version: sql`${scans.version} + 1`,
      heartbeatAt: new Date(),
      // They lie in the folder of an attempt that came to nothing; the new one publishes its own.
      sparsePointsKey: null,
      previewKey: null,
      startedAt: sql`COALESCE(${scans.startedAt}, UTC_TIMESTAMP(3))`,
    };
    const [result] = await tx
      .update(scans)
      .set(patch)
      .where(and(eq(scans.id, id), inArray(scans.status, statusesAtWork)));
    return result.affectedRows === 1 ? findScan(id, tx) : undefined;
  });
}

/** Those that wait, oldest first. */
export async function findQueued(limit: number): Promise<ScanRow[]> {
  return mysql().select().from(scans).where(eq(scans.status, 'queued')).orderBy(scans.createdAt).limit(limit);
}

export async function countRunning(): Promise<number> {
  return mysql().$count(scans, eq(scans.status, 'running'));
}

/** JSON of what the latest scans took, newest first; those that were not measured from end to end are left out. */
export async function findStageSeconds(limit: number): Promise<string[]> {
  const rows = await mysql()
    .select({ stageSeconds: scans.stageSeconds })
    .from(scans)
    .where(isNotNull(scans.stageSeconds))
    .orderBy(desc(scans.finishedAt))
    .limit(limit);
  return rows.flatMap((row) => row.stageSeconds ?? []);
}

/** Which of these scans are waiting or at work. */
export async function findUnfinished(ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await mysql()
    .select({ id: scans.id })
    .from(scans)
    .where(and(inArray(scans.id, [...ids]), inArray(scans.status, statusesAtWork)));
  return rows.map((row) => row.id);
}
