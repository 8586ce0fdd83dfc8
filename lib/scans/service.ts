import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { findSubject, requireEditable } from '@/lib/listings/ownership';
import { keepOriginals } from '@/lib/media/originals';
import { enqueue } from '@/lib/outbox/service';
import { newId } from '@/lib/platform/ids';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';
import { limitRate } from '@/lib/platform/rate-limit';
import { type ScanState, statusesAtWork } from '@/lib/protocol/scan-state';
import { endScan, failedRow } from './conclude';
import { eraseScan } from './erase';
import { type Film, filmsOf, maxFilms } from './films';
import { withForecast } from './forecast';
import * as repository from './repository';
import type { ScanReportDto } from './schema';
import { announce, toReport, toState } from './state';

/**
 * Writes the scan and its job in the caller's transaction.
 * @param input.joinUntil the video shows more of what the newest model shows, whose films are kept until then; where they
 * are gone already, it stands alone
 */
export async function queueScan(
  tx: Transaction,
  input: { listingId: string; videoId: string; joinUntil?: Date | undefined },
): Promise<string> {
  const { listingId, videoId, joinUntil } = input;
  const id = newId('scn');
  const joinsScanId = joinUntil ? await findJoinable(tx, listingId, joinUntil) : null;
  await repository.insertScan(tx, { id, listingId, videoId, joinsScanId });
  await queueJob(tx, { id, listingId });
  return id;
}

/** The newest model whose films are all there; they are kept until then. */
async function findJoinable(tx: Transaction, listingId: string, until: Date): Promise<string | null> {
  const newest = (await repository.findScansOfListings([listingId], tx)).find(hasModel);
  const films = newest && (await filmsOf(newest, tx));
  if (!films || films.length >= maxFilms) return null;
  return (await keepOriginals(tx, videosOf(films), until)) ? newest.id : null;
}

const videosOf = (films: readonly Film[]) => films.map(({ videoId }) => videoId);

/** The scans of one listing as its pages need them. */
export interface ListingScans {
  /** What its seller works with: the newest, unless it failed and an earlier one has a model. */
  standing: ScanState;
  /** What the standing one saw, once it has a model. For its seller. */
  report: ScanReportDto | null;
  /** The newest, where it failed and something else stands: its seller is told why, and may try again. */
  failed: ScanState | null;
  /** What everyone may see: the newest model that was published, whatever is being made since. */
  shown: ScanState | null;
  /** What the shown one saw, without the pictures: those may show a home. */
  shownReport: ScanReportDto | null;
}

/** By listing id; listings without a scan are left out. One query. */
export async function scansOfListings(listingIds: readonly string[]): Promise<Map<string, ListingScans>> {
  const byListing = new Map<string, [repository.ScanRow, ...repository.ScanRow[]]>();
  for (const row of await repository.findScansOfListings(listingIds)) {
    const rows = byListing.get(row.listingId);
    if (rows) rows.push(row);
    else byListing.set(row.listingId, [row]);
  }
  return new Map([...byListing].map(([listingId, rows]) => [listingId, toListingScans(rows)]));
}

const hasModel = (row: repository.ScanRow) => row.status === 'done' || row.status === 'held';

/** `rows`: newest first, at least one. */
function toListingScans(rows: [repository.ScanRow, ...repository.ScanRow[]]): ListingScans {
  const [newest] = rows;
  const standing = newest.status === 'failed' ? (rows.find(hasModel) ?? newest) : newest;
  const shown = rows.find((row) => row.status === 'done');
  const shownReport = shown ? toReport(shown) : null;
  return {
    standing: toState(standing),
    failed: standing === newest || newest.failureReason === 'cancelled' ? null : toState(newest),
    report: hasModel(standing) ? toReport(standing) : null,
    shown: shown ? { ...toState(shown), sparsePointsUrl: null } : null,
    shownReport: shownReport && { ...shownReport, frames: [] },
  };
}

/** A scan in every detail, for its seller. Others get scan.not_found. */
export async function getScanState(viewer: Viewer, scanId: string): Promise<ScanState> {
  return withForecast(toState(await requireOwnScan(viewer, scanId)));
}

/** Ends a scan that is waiting or at work. The worker notices at its next heartbeat. */
export async function cancelScan(viewer: Viewer, scanId: string): Promise<void> {
  await requireOwnScan(viewer, scanId);
  await endScan(scanId, { statuses: statusesAtWork }, failedRow('cancelled'));
}

/** An attempt and those after it have ended by then. */
const retryMs = 24 * 3600 * 1000;
/** Each is minutes of two cores. */
const retriesPerHour = 20;

/** Tries the same films once more. Throws media.not_found once one of their originals has been deleted. */
export async function retryScan(viewer: Viewer, scanId: string): Promise<void> {
  const scan = await requireOwnScan(viewer, scanId);
  await limitRate('retry', viewer.id, retriesPerHour, 3600);
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
    const films = await filmsOf(scan, tx);
    if (!films || !(await keepOriginals(tx, videosOf(films), new Date(Date.now() + retryMs))))
      throw new AppError('media.not_found');
    if (!(await repository.changeScan(scanId, { statuses: ['failed'] }, waiting, tx)))
      throw new AppError('scan.in_progress');
    await queueJob(tx, scan);
  });
  await announce(scanId);
}

/** In the seller's lane: nobody's ten videos hold up another's one. */
async function queueJob(executor: Executor, scan: { id: string; listingId: string }): Promise<void> {
  // In the transaction: who waits for a second connection while holding one can wait for ever.
  const subject = await findSubject(scan.listingId, executor);
  await enqueue(executor, { kind: 'scan.process', scanId: scan.id }, subject?.sellerId);
}

/** Shows a model that was held back to everyone, as poor as it is. */
export async function publishScan(viewer: Viewer, scanId: string): Promise<void> {
  const scan = await requireOwnScan(viewer, scanId);
  if (scan.status === 'done') return;
  if (!(await repository.changeScan(scanId, { statuses: ['held'] }, { status: 'done' })))
    throw new AppError('scan.not_held');
  await announce(scanId);
}

/** Deletes a model that was held back, with its video and all that was made of it. */
export async function discardScan(viewer: Viewer, scanId: string): Promise<void> {
  const scan = await requireOwnScan(viewer, scanId);
  if (!(await mysql().transaction((tx) => eraseScan(tx, scan, ['held']))))
    throw new AppError('scan.not_held');
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
