import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { requireEditable } from '@/lib/listings/ownership';
import { enqueue } from '@/lib/outbox/service';
import { newId } from '@/lib/platform/ids';
import { type Executor, mysql } from '@/lib/platform/mysql';
import type { ScanState } from '@/lib/protocol/scan-state';
import * as repository from './repository';
import { announce, toState } from './state';

/** Writes the scan and its job in the caller's transaction. */
export async function queueScan(
  executor: Executor,
  input: { listingId: string; videoId: string },
): Promise<string> {
  const id = newId('scn');
  await repository.insertScan(executor, { id, ...input });
  await enqueue(executor, { kind: 'scan.process', scanId: id });
  return id;
}

/**
 * The scan that stands for each listing, by listing id: the newest, unless it failed and an earlier one has a model,
 * so that a second video that went wrong does not take the first one's model away. One query.
 */
export async function scansOfListings(listingIds: readonly string[]): Promise<Map<string, ScanState>> {
  const chosen = new Map<string, repository.ScanRow>();
  for (const row of await repository.findScansOfListings(listingIds)) {
    const newer = chosen.get(row.listingId);
    if (!newer || (newer.status === 'failed' && row.status === 'done')) chosen.set(row.listingId, row);
  }
  return new Map([...chosen].map(([listingId, row]) => [listingId, toState(row)]));
}

/** A scan in every detail, for its seller. Others get scan.not_found. */
export async function getScanState(viewer: Viewer, scanId: string): Promise<ScanState> {
  return toState(await requireOwnScan(viewer, scanId));
}

/** Ends a scan that is waiting or at work. The worker notices at its next heartbeat. */
export async function cancelScan(viewer: Viewer, scanId: string): Promise<void> {
  await requireOwnScan(viewer, scanId);
  const cancelled = { status: 'failed', failureReason: 'cancelled', finishedAt: new Date() } as const;
  if (await repository.changeScan(scanId, { statuses: ['queued', 'running'] }, cancelled))
    await announce(scanId);
}

/** Tries the same video once more. */
export async function retryScan(viewer: Viewer, scanId: string): Promise<void> {
  const scan = await requireOwnScan(viewer, scanId);
  if (scan.videoId === null) throw new AppError('scan.not_found');
  const waiting = {
    status: 'queued',
    stage: null,
    fraction: 0,
    failureReason: null,
    finishedAt: null,
    startedAt: null,
    heartbeatAt: new Date(),
  } as const;
  await mysql().transaction(async (tx) => {
    if (!(await repository.changeScan(scanId, { statuses: ['failed'] }, waiting, tx)))
      throw new AppError('scan.in_progress');
    await enqueue(tx, { kind: 'scan.process', scanId });
  });
  await announce(scanId);
}

async function requireOwnScan(viewer: Viewer, scanId: string): Promise<repository.ScanRow> {
  const scan = await repository.findScan(scanId);
  if (!scan) throw new AppError('scan.not_found');
  try {
    await requireEditable(viewer.id, scan.listingId);
  } catch (error) {
    throw error instanceof AppError ? new AppError('scan.not_found') : error;
  }
  return scan;
}
