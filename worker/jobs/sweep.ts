import { deleteExpiredOriginals } from '@/lib/media/originals';
import { sweepMedia } from '@/lib/media/sweep';
import { every } from '@/lib/platform/every';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { sweepScans, sweepStageParts, sweepStages } from '@/lib/scans/sweep';

const intervalMs = 15 * 60_000;

/** Keeps the object store to what rows refer to, and originals to their time. */
export function startStorageSweep(): Running {
  return every('storage sweep', intervalMs, async () => {
    const expired = await deleteExpiredOriginals();
    const removed: string[] = [];
    for (const sweep of [sweepMedia, sweepScans, sweepStages, sweepStageParts])
      removed.push(...(await sweep()).removed);
    if (expired + removed.length > 0) logger.info({ expired, removed }, 'the object store was swept');
  });
}
