import { and, asc, eq, inArray, isNotNull, isNull, lt, notInArray, or, sql } from 'drizzle-orm';
import { outbox } from '@/drizzle/schema/outbox';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';

type OutboxRow = typeof outbox.$inferSelect;

export async function insertJob(
  executor: Executor,
  row: { job: string; lane: string | null },
): Promise<void> {
  await executor.insert(outbox).values(row);
}

const columns = { id: outbox.id, job: outbox.job, lane: outbox.lane };
export type WaitingRow = Pick<OutboxRow, 'id' | 'job' | 'lane'>;

/**
 * Jobs not yet relayed whose lane has none under way, oldest first, locked for this transaction; another relay passes
 * over them. Several rows of one lane may come, none of `except`.
 */
export async function lockWaiting(
  tx: Transaction,
  limit: number,
  except: readonly number[],
): Promise<WaitingRow[]> {
  const busyLanes = tx
    .select({ lane: outbox.lane })
    .from(outbox)
    .where(and(isNotNull(outbox.lane), isNotNull(outbox.relayedAt)));
  return tx
    .select(columns)
    .from(outbox)
    .where(
      and(
        isNull(outbox.relayedAt),
        or(isNull(outbox.lane), notInArray(outbox.lane, busyLanes)),
        notInArray(outbox.id, [...except]),
      ),
    )
    .orderBy(asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** Of the jobs that wait for their lane, but for `except`, the oldest of the lane that has the fewest under way. */
export async function lockFairest(
  tx: Transaction,
  except: readonly number[],
): Promise<WaitingRow | undefined> {
  const underWay = sql`(SELECT COUNT(*) FROM (SELECT lane FROM outbox WHERE relayed_at IS NOT NULL) AS busy WHERE busy.lane = ${outbox.lane})`;
  const [row] = await tx
    .select(columns)
    .from(outbox)
    .where(and(isNull(outbox.relayedAt), isNotNull(outbox.lane), notInArray(outbox.id, [...except])))
    .orderBy(underWay, asc(outbox.id))
    .limit(1)
    .for('update', { skipLocked: true });
  return row;
}

export async function setRelayedAt(
  executor: Executor,
  ids: readonly number[],
  relayedAt: Date | null,
): Promise<void> {
  if (ids.length === 0) return;
  await executor
    .update(outbox)
    .set({ relayedAt })
    .where(inArray(outbox.id, [...ids]));
}

export async function findRelayedBefore(instant: Date): Promise<number[]> {
  const rows = await mysql().select({ id: outbox.id }).from(outbox).where(lt(outbox.relayedAt, instant));
  return rows.map((row) => row.id);
}

/** Jobs of lanes that are not done, oldest first. */
export async function findInLanes(): Promise<(WaitingRow & { relayed: boolean })[]> {
  const rows = await mysql()
    .select({ ...columns, relayedAt: outbox.relayedAt })
    .from(outbox)
    .where(isNotNull(outbox.lane))
    .orderBy(asc(outbox.id));
  return rows.map(({ relayedAt, ...row }) => ({ ...row, relayed: relayedAt !== null }));
}

export async function deleteJob(id: number): Promise<void> {
  await mysql().delete(outbox).where(eq(outbox.id, id));
}

export async function countJobs(): Promise<number> {
  return mysql().$count(outbox);
}
