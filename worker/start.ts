import { availableParallelism } from 'node:os';
import { eraseAccount } from '@/lib/accounts/leave';
import { env } from '@/lib/env';
import { eraseMedia } from '@/lib/media/erase';
import { abandonPhoto, processPhoto } from '@/lib/media/photos';
import { sweepScratch } from '@/lib/media/scratch';
import { every } from '@/lib/platform/every';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closePublisher } from '@/lib/platform/publisher';
import { closeRedis } from '@/lib/platform/redis';
import { type Job, type JobStream, jobStreams } from '@/lib/protocol/jobs';
import { abandonScan } from '@/lib/scans/attempts';
import { concludeScan } from '@/lib/scans/conclude';
import { eraseScanFiles } from '@/lib/scans/erase';
import { type Consumer, type Lease, startConsumer } from './jobs/consumer';
import { type ScanJobSettings, scanProcessor } from './jobs/process-scan';
import { type Handlers, requireHandlers } from './jobs/registry';
import { startErasing, startRelay, startSweep } from './jobs/relay';
import { memoryBytes, scanSlots } from './jobs/slots';
import { startStorageSweep } from './jobs/sweep';
import { removeWork, sweepWork } from './jobs/work-directory';

export interface WorkerSettings {
  scan: ScanJobSettings;
  lease: Lease;
}

const workSweepIntervalMs = 60_000;

/** Jobs that take away what must not stay: a conclusion, too, the points that show more of a room than the model does. */
const erasing: ReadonlySet<JobStream> = new Set(['jobs:erasures', 'jobs:conclusions']);

/** The whole job process: everything that worker/main.ts runs, so that tests run nothing else. */
export async function startWorker({ scan, lease }: WorkerSettings): Promise<Running> {
  const handlers: Handlers = {
    'scan.process': scanProcessor(scan),
    'photo.process': (job) => processPhoto(job.mediaId),
    'scan.conclude': (job) => concludeScan(job.scanId),
    'scan.erase': (job) => eraseScanFiles(job.scanId),
    'media.erase': (job) => eraseMedia(job.mediaId),
    'account.erase': (job) => eraseAccount(job.userId),
  };
  requireHandlers(handlers);
  const consumers = jobStreams.flatMap((stream) =>
    Array.from({ length: slotsOf(stream) }, () => ({
      stream,
      consumer: startConsumer({ stream, handlers, onDead, lease, neverGivesUp: erasing.has(stream) }),
    })),
  );
  const scanners = consumers.filter(({ stream }) => stream === 'jobs:scans').map(({ consumer }) => consumer);
  const parts: Running[] = [
    startRelay(() => scanners.some((consumer: Consumer) => consumer.isIdle())),
    startSweep(),
    startStorageSweep(),
    startErasing(),
    every('sweep of the work directory', workSweepIntervalMs, reportSwept),
    ...consumers.map(({ consumer }) => consumer),
  ];
  return {
    async close() {
      await Promise.all(parts.map((part) => part.close()));
      closePublisher();
      await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
    },
  };
}

function slotsOf(stream: JobStream): number {
  const cores = availableParallelism();
  if (stream === 'jobs:scans') return env().SCAN_SLOTS ?? scanSlots(cores, memoryBytes());
  return stream === 'jobs:photos' ? Math.max(1, Math.floor(cores / 2)) : 1;
}

async function onDead(job: Job): Promise<void> {
  if (job.kind === 'scan.process') {
    await abandonScan(job.scanId);
    await removeWork(job.scanId);
  }
  if (job.kind === 'photo.process') await abandonPhoto(job.mediaId);
}

async function reportSwept(): Promise<void> {
  const swept = (await sweepWork()) + (await sweepScratch());
  if (swept > 0) logger.info({ swept }, 'work directories of what has ended were deleted');
}
