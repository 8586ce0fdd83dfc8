import { eraseDeleted } from '@/lib/listings/erase';
import { forgetRelayed, relay } from '@/lib/outbox/service';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { append, outstanding } from '@/lib/platform/redis-stream';
import { streamByKind } from '@/lib/protocol/jobs';
import { requeueLost } from '@/lib/scans/attempts';
import { every } from './every';
import { parseJob } from './registry';

const relayIntervalMs = 200;
const sweepIntervalMs = 15_000;
const eraseIntervalMs = 10 * 60_000;

/** Moves jobs from the outbox to their streams. Any number of workers may do so at once. */
export function startRelay(): Running {
  return every('relay', relayIntervalMs, async () => {
    await relay((job) => append(streamByKind[job.kind], JSON.stringify(job)));
  });
}

/** Finds scans that MySQL expects and no stream holds, and forgets old outbox rows. */
export function startSweep(): Running {
  return every('sweep', sweepIntervalMs, async () => {
    const jobs = (await outstanding(streamByKind['scan.process'])).map(parseJob);
    const known = new Set(jobs.flatMap((job) => (job?.kind === 'scan.process' ? job.scanId : [])));
    const lost = await requeueLost(known);
    if (lost.length > 0) logger.warn({ lost }, 'scans without a job were queued anew');
    await forgetRelayed();
  });
}

/** Erases what was deleted so long ago that it cannot be restored any more. */
export function startErasing(): Running {
  return every('erase', eraseIntervalMs, async () => {
    const erased = await eraseDeleted();
    if (erased > 0) logger.info({ erased }, 'deleted listings were erased');
  });
}
