import { findSubject } from '@/lib/listings/ownership';
import type { NotificationKind } from '@/lib/notifications/schema';
import { notify } from '@/lib/notifications/service';
import { enqueue } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { listKeys, removeObject, removeObjects } from '@/lib/platform/object-storage';
import { isAtWork } from '@/lib/protocol/scan-state';
import { eraseScanFiles } from './erase';
import { attemptFolder, besideModel, isKeptStage, stageFolder, whileAtWork } from './package-files';
import * as repository from './repository';
import type { ScanFailureReason } from './schema';
import { announce } from './state';

export const failedRow = (failureReason: ScanFailureReason) =>
  ({
    status: 'failed',
    failureReason,
    sparsePointsKey: null,
    previewKey: null,
    finishedAt: new Date(),
  }) as const;

/**
 * Writes the end of a scan together with the job that draws the conclusions, so that neither the notice nor the tidying
 * is lost with the worker. False when the scan was not as expected: then nothing changes.
 */
export async function endScan(
  scanId: string,
  expected: Parameters<typeof repository.changeScan>[1],
  patch: repository.ScanPatch,
): Promise<boolean> {
  const ended = await mysql().transaction(async (tx) => {
    if (!(await repository.changeScan(scanId, expected, patch, tx))) return false;
    await enqueue(tx, { kind: 'scan.conclude', scanId });
    return true;
  });
  if (ended) await announce(scanId);
  return ended;
}

/** For a worker that finds that its scan has ended without it: what it published meanwhile has to go. */
export async function askForConclusion(scanId: string): Promise<void> {
  await enqueue(mysql(), { kind: 'scan.conclude', scanId });
}

/**
 * The job behind it: tells the seller once, and deletes what no row refers to. A scan that is being tried again is left
 * alone, since its next end comes with a job of its own.
 */
export async function concludeScan(scanId: string): Promise<void> {
  const row = await repository.findScan(scanId);
  if (!row) return eraseScanFiles(scanId);
  if (isAtWork(row.status)) return;
  if (row.failureReason !== 'cancelled') await tellSeller(row, `scan.${row.status}`);
  await tidy(row);
}

async function tellSeller(row: repository.ScanRow, kind: NotificationKind): Promise<void> {
  const subject = await findSubject(row.listingId);
  if (!subject) return;
  await notify({
    // Of one attempt: a retry that ends the same way is news again.
    key: `${kind}:${row.id}:${row.attempt}`,
    userId: subject.sellerId,
    kind,
    listingId: row.listingId,
    listingTitle: subject.title,
  });
}

/** Files of attempts that came to nothing, and the stages that were kept for another worker. */
async function tidy(row: repository.ScanRow): Promise<void> {
  const kept = row.modelKey === null ? null : besideModel(row.modelKey, '');
  // An attempt later than the row that was read belongs to a retry that has begun since.
  for (let attempt = 1; attempt <= row.attempt; attempt++) {
    const folder = attemptFolder(row.id, attempt);
    if (folder !== kept) await removeObjects('media', folder);
    else for (const name of Object.values(whileAtWork)) await removeObject('media', folder + name);
  }
  for (const key of await listKeys('incoming', stageFolder(row.id)))
    if (row.modelKey === null || !isKeptStage(key)) await removeObject('incoming', key);
}
