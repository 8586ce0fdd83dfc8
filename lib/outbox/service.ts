import { type Executor, mysql } from '@/lib/platform/mysql';
import { type Job, jobSchema } from '@/lib/protocol/jobs';
import * as repository from './repository';

/** Writes a job in the caller's transaction: it will run if, and only if, that transaction commits. */
export async function enqueue(executor: Executor, job: Job): Promise<void> {
  await repository.insertJob(executor, JSON.stringify(job));
}

/**
 * Hands waiting jobs to `publish`, oldest first, and marks them relayed afterwards: a crash in between publishes a job
 * twice, never not at all. Returns how many there were.
 */
export async function relay(publish: (job: Job) => Promise<void>, limit = 100): Promise<number> {
  return mysql().transaction(async (tx) => {
    const rows = await repository.lockWaiting(tx, limit);
    for (const row of rows) await publish(jobSchema.parse(JSON.parse(row.job)));
    if (rows.length > 0)
      await repository.markRelayed(
        tx,
        rows.map((row) => row.id),
      );
    return rows.length;
  });
}

const keepRelayedMs = 7 * 24 * 3600 * 1000;

export async function forgetRelayed(now = Date.now()): Promise<void> {
  await repository.deleteRelayedBefore(new Date(now - keepRelayedMs));
}
