import { enqueue } from '@/lib/outbox/service';
import type { Executor } from '@/lib/platform/mysql';
import { removeObjects } from '@/lib/platform/object-storage';
import { scanFolder, stageFolder } from './package-files';
import * as repository from './repository';

/**
 * Deletes a scan's row now and, by jobs of the caller's transaction, its published files and its video.
 * @param statuses absent: in any. False when the scan is in none of them any more: then nothing changes.
 */
export async function eraseScan(
  executor: Executor,
  scan: Pick<repository.ScanRow, 'id' | 'videoId'>,
  statuses?: readonly repository.ScanRow['status'][],
): Promise<boolean> {
  if (!(await repository.deleteScan(executor, scan.id, statuses))) return false;
  await enqueue(executor, { kind: 'scan.erase', scanId: scan.id });
  if (scan.videoId) await enqueue(executor, { kind: 'media.erase', mediaId: scan.videoId });
  return true;
}

/** All scans of a listing that is gone for good. A worker that still is at one finds itself overtaken. */
export async function eraseScansOfListing(executor: Executor, listingId: string): Promise<void> {
  for (const scan of await repository.findScansOfListings([listingId], executor))
    await eraseScan(executor, scan);
}

/** The job behind it. Files of a scan that still has its row stay. */
export async function eraseScanFiles(scanId: string): Promise<void> {
  if (await repository.findScan(scanId)) return;
  await removeObjects('media', scanFolder(scanId));
  await removeObjects('incoming', stageFolder(scanId));
}
