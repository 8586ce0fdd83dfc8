import { mediaUrl } from '@/lib/platform/object-storage';
import { channelName, redis } from '@/lib/platform/redis';
import { scanChannel } from '@/lib/protocol/pubsub';
import type { ScanState } from '@/lib/protocol/scan-state';
import * as repository from './repository';

export function toState(row: repository.ScanRow): ScanState {
  const url = (key: string | null) => (key === null ? null : mediaUrl(key));
  return {
    scanId: row.id,
    listingId: row.listingId,
    status: row.status,
    version: row.version,
    stage: row.stage,
    fraction: row.fraction,
    framesChosen: row.framesChosen,
    camerasSolved: row.camerasSolved,
    sparsePointsUrl: url(row.sparsePointsKey),
    modelUrl: url(row.modelKey),
    modelBytes: row.modelBytes,
    posterUrl: url(row.posterKey),
    failureReason: row.failureReason,
    startedAt: row.startedAt?.toISOString() ?? null,
  };
}

/** Tells whoever watches that the scan has changed. A hint: a failure to send it fails nothing. */
export async function announce(scanId: string): Promise<void> {
  const row = await repository.findScan(scanId);
  if (!row) return;
  await redis().publish(channelName(scanChannel.name(scanId)), JSON.stringify(toState(row)));
}
