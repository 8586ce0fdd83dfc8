import { eraseMedia } from '@/lib/media/erase';
import { processPhoto } from '@/lib/media/photos';
import { type Running, runProcess } from '@/lib/platform/lifecycle';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closeRedis } from '@/lib/platform/redis';
import { type Job, streamByKind } from '@/lib/protocol/jobs';
import { abandonScan } from '@/lib/scans/attempts';
import { eraseScanFiles } from '@/lib/scans/erase';
import { startConsumer } from './jobs/consumer';
import { processScan } from './jobs/process-scan';
import type { Handlers } from './jobs/registry';
import { startErasing, startRelay, startSweep } from './jobs/relay';
import { startStorageSweep } from './jobs/sweep';

const handlers: Handlers = {
  'scan.process': processScan,
  'photo.process': (job) => processPhoto(job.mediaId),
  'scan.erase': (job) => eraseScanFiles(job.scanId),
  'media.erase': (job) => eraseMedia(job.mediaId),
};

async function onDead(job: Job): Promise<void> {
  if (job.kind === 'scan.process') await abandonScan(job.scanId);
}

async function start(): Promise<Running> {
  const parts = [
    startRelay(),
    startSweep(),
    startStorageSweep(),
    startErasing(),
    ...[...new Set(Object.values(streamByKind))].map((stream) => startConsumer({ stream, handlers, onDead })),
  ];
  return {
    async close() {
      await Promise.all(parts.map((part) => part.close()));
      await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
    },
  };
}

await runProcess('worker', start);
