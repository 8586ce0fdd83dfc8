import { eraseDeleted } from '@/lib/listings/erase';
import { relay, relayLost } from '@/lib/outbox/service';
import { every } from '@/lib/platform/every';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { append, forgetConsumers, outstanding } from '@/lib/platform/redis-stream';
import { consumerGroup, type Job, jobStreams, streamByKind } from '@/lib/protocol/jobs';

/** What a job waits for at most before it is seen: one query of an index. */
const relayIntervalMs = 50;
const relayBatch = 100;
const sweepIntervalMs = 15_000;
const eraseIntervalMs = 10 * 60_000;
const consumerSilenceMs = 3600_000;

/** Moves jobs from the outbox to their streams. Any number of workers may do so at once. */
export function startRelay(isIdle: () => boolean): Running {
  return every('relay', relayIntervalMs, async () => {
    const publish = (job: Job, reference: string) =>
      append(streamByKind[job.kind], JSON.stringify(job), reference);
    return (await relay(publish, { limit: relayBatch, idle: isIdle() })) === relayBatch;
  });
}

/** Finds jobs that MySQL expects and no stream holds, and forgets consumers of processes that are gone. */
export function startSweep(): Running {
  return every('sweep', sweepIntervalMs, async () => {
    const entries = (await Promise.all(jobStreams.map(outstanding))).flat();
    const lost = await relayLost(new Set(entries.map((entry) => entry.reference)));
    if (lost > 0) logger.warn({ lost }, 'jobs that no stream held were relayed anew');
    for (const stream of jobStreams) await forgetConsumers(stream, consumerGroup, consumerSilenceMs);
  });
}

/** Erases what was deleted so long ago that it cannot be restored any more. */
export function startErasing(): Running {
  return every('erase', eraseIntervalMs, async () => {
    const erased = await eraseDeleted();
    if (erased > 0) logger.info({ erased }, 'deleted listings were erased');
  });
}
