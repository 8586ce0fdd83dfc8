import { logger } from '@/lib/platform/logger';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';
import { type Job, jobSchema } from '@/lib/protocol/jobs';
import * as repository from './repository';

/**
 * Writes a job in the caller's transaction: it will run if, and only if, that transaction commits.
 * @param lane jobs of one lane wait for each other and take turns with other lanes
 */
export async function enqueue(executor: Executor, job: Job, lane: string | null = null): Promise<void> {
  await repository.insertJob(executor, { job: JSON.stringify(job), lane });
}

export interface RelayOptions {
  limit?: number;
  /** Somebody has nothing to do: relay one more job, though its lane has one under way. */
  idle?: boolean;
}

/**
 * Hands waiting jobs to `publish`, oldest first, and marks them relayed afterwards: a crash in between publishes a job
 * twice, never not at all. Of each lane one job is under way at a time, so that the stream behind never fills with the
 * jobs of one. What this version does not know stays for a newer worker. Returns how many there were.
 */
export async function relay(
  publish: (job: Job, reference: string) => Promise<void>,
  { limit = 100, idle = false }: RelayOptions = {},
): Promise<number> {
  return mysql().transaction(
    async (tx) => {
      const rows = firstOfEachLane(known(await repository.lockWaiting(tx, limit, [...unknownIds])));
      if (rows.length === 0 && idle) rows.push(...(await lockFairest(tx)));
      for (const { id, job } of rows) await publish(job, String(id));
      await repository.setRelayedAt(
        tx,
        rows.map((row) => row.id),
        new Date(),
      );
      return rows.length;
    },
    // Without gap locks: who writes a job must not wait for a relay that waits for Redis.
    { isolationLevel: 'read committed' },
  );
}

/** Of a newer version, which shares the database while it is rolled out. Passed over, or they would fill every batch. */
const unknownIds = new Set<number>();

type Known<Row> = Omit<Row, 'job'> & { job: Job };

function known<Row extends repository.WaitingRow>(rows: readonly Row[]): Known<Row>[] {
  return rows.flatMap((row) => {
    const { data: job } = jobSchema.safeParse(JSON.parse(row.job));
    if (job) return [{ ...row, job }];
    if (!unknownIds.has(row.id)) logger.warn({ job: row.job }, 'an unknown job waits for a newer worker');
    unknownIds.add(row.id);
    return [];
  });
}

async function lockFairest(tx: Transaction): Promise<Known<repository.WaitingRow>[]> {
  const row = await repository.lockFairest(tx, [...unknownIds]);
  return known(row ? [row] : []);
}

function firstOfEachLane<Row extends { lane: string | null }>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ lane }) => {
    if (lane === null) return true;
    const first = !seen.has(lane);
    seen.add(lane);
    return first;
  });
}

/** The job is done, or given up. Its entry may be acknowledged. */
export async function settle(reference: string): Promise<void> {
  if (reference) await repository.deleteJob(Number(reference));
}

/** The job is at work though Redis has lost it: it is not to be relayed anew. */
export async function keepRelayed(reference: string): Promise<void> {
  if (reference) await repository.setRelayedAt(mysql(), [Number(reference)], new Date());
}

/** Longer than a heartbeat, a reclaim and a restart of the stores together. */
const silenceMs = 60_000;

/**
 * Has jobs relayed anew that were relayed a while ago, are not done, and that no stream holds: an empty Redis after a
 * crash loses no job. `references` are those that the streams still hold, read before this call. Returns how many.
 */
export async function relayLost(references: ReadonlySet<string>, now = Date.now()): Promise<number> {
  const unfinished = await repository.findRelayedBefore(new Date(now - silenceMs));
  const lost = unfinished.filter((id) => !references.has(String(id)));
  await repository.setRelayedAt(mysql(), lost, null);
  return lost.length;
}

/** Unfinished jobs that have a lane, oldest first; those that this version knows. */
export async function jobsInLanes(): Promise<{ job: Job; lane: string; relayed: boolean }[]> {
  const rows = known(await repository.findInLanes());
  return rows.map(({ job, lane, relayed }) => ({ job, lane: lane ?? '', relayed }));
}

/** How many jobs there are that are not done. */
export async function jobsLeft(): Promise<number> {
  return repository.countJobs();
}
