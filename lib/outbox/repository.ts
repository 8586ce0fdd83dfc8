import { asc, inArray, isNull, lt } from 'drizzle-orm';
import { outbox } from '@/drizzle/schema/outbox';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';

export async function insertJob(executor: Executor, job: string): Promise<void> {
  await executor.insert(outbox).values({ job });
}

/** Jobs not yet relayed, oldest first, locked for this transaction; another relay passes over them. */
export async function lockWaiting(tx: Transaction, limit: number): Promise<{ id: number; job: string }[]> {
  return tx
    .select({ id: outbox.id, job: outbox.job })
    .from(outbox)
    .where(isNull(outbox.relayedAt))
    .orderBy(asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true });
}

export async function markRelayed(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx
    .update(outbox)
    .set({ relayedAt: new Date() })
    .where(inArray(outbox.id, [...ids]));
}

export async function deleteRelayedBefore(instant: Date): Promise<void> {
  await mysql().delete(outbox).where(lt(outbox.relayedAt, instant));
}
