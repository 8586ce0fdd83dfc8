import { AppError } from '@/lib/errors';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { statusesAtWork } from '@/lib/protocol/scan-state';
import { endScan, failedRow } from './conclude';
import { type Film, filmsOf } from './films';
import { attemptFolder, type PublishedModel, publishPackage } from './package-files';
import { type StageSeconds, statusOfModel } from './policy';
import * as repository from './repository';
import type { ScanFailureReason, ScanProgress, ScanVerdict } from './schema';
import { announce, announceQueue } from './state';

/** One worker's hold on one scan. The number fences: a worker that was overtaken can write nothing. */
export interface Attempt {
  scanId: string;
  number: number;
  /** The first film, then the clips that join it. At least one. */
  films: Film[];
}

/** Takes a scan. Null when it has already ended, so that the job has nothing left to do. */
export async function beginAttempt(scanId: string): Promise<Attempt | null> {
  const row = await repository.takeScan(scanId);
  if (!row) return null;
  await announce(scanId);
  await announceQueue();
  const films = await filmsOf(row);
  if (films) return { scanId, number: row.attempt, films };
  await failAttempt({ scanId, number: row.attempt, films: [] }, 'too_few_views');
  return null;
}

/** Throws scan.stale_attempt when the scan was cancelled or taken by another. */
export async function keepAttempt(attempt: Attempt): Promise<void> {
  if (!(await repository.touchScan(attempt.scanId, attempt.number))) throw new AppError('scan.stale_attempt');
}

/** Writes progress and tells the seller's page. Throws scan.stale_attempt as keepAttempt does. */
export async function reportProgress(
  attempt: Attempt,
  progress: ScanProgress,
  /** What the page shows of the thing as it grows. */
  shown: Partial<Pick<repository.ScanPatch, 'sparsePointsKey' | 'previewKey'>> = {},
): Promise<void> {
  await write(attempt, {
    stage: progress.stage,
    fraction: progress.fraction,
    heartbeatAt: new Date(),
    ...(progress.framesChosen === undefined ? {} : { framesChosen: progress.framesChosen }),
    ...(progress.camerasSolved === undefined ? {} : { camerasSolved: progress.camerasSolved }),
    // drizzle leaves out what is undefined.
    ...shown,
  });
  await announce(attempt.scanId);
}

/** Shows the model to everyone, or to its seller first when it is poor. */
export async function finishAttempt(
  attempt: Attempt,
  model: PublishedModel,
  /** Null when an earlier attempt did a part of the work. */
  stageSeconds: StageSeconds | null = null,
): Promise<void> {
  const measured = stageSeconds && JSON.stringify(stageSeconds);
  await end(attempt, { ...finishedRow(model), failureReason: null, stageSeconds: measured });
}

function finishedRow({ verdict, ...model }: PublishedModel) {
  return {
    ...model,
    status: statusOfModel(verdict),
    verdict: JSON.stringify(verdict),
    stage: 'publish',
    fraction: 1,
    // It was for the wait, and shows more of a room than the model does.
    sparsePointsKey: null,
    finishedAt: new Date(),
  } as const;
}

export async function failAttempt(attempt: Attempt, reason: ScanFailureReason): Promise<void> {
  await end(attempt, failedRow(reason));
}

/** For a scan whose job was delivered too often: no worker holds it any more. */
export async function abandonScan(scanId: string): Promise<void> {
  await endScan(scanId, { statuses: statusesAtWork }, failedRow('engine_crashed'));
}

/**
 * Takes a scan that was finished elsewhere: for the demo seed, whose models were made by this pipeline before.
 * @param directory the package that the scan left
 */
export async function importScan(
  listingId: string,
  directory: string,
  verdict: ScanVerdict,
): Promise<string> {
  const id = newId('scn');
  // The row before the files: the sweep takes what no row refers to.
  await repository.insertScan(mysql(), { id, listingId, status: 'running', startedAt: new Date() });
  const model = await publishPackage(attemptFolder(id, 0), directory, verdict);
  await repository.changeScan(id, { statuses: ['running'] }, finishedRow(model));
  return id;
}

const atWork = (attempt: Attempt) => ({ statuses: ['running'] as const, attempt: attempt.number });

async function write(attempt: Attempt, patch: repository.ScanPatch): Promise<void> {
  if (!(await repository.changeScan(attempt.scanId, atWork(attempt), patch)))
    throw new AppError('scan.stale_attempt');
}

async function end(attempt: Attempt, patch: repository.ScanPatch): Promise<void> {
  if (!(await endScan(attempt.scanId, atWork(attempt), patch))) throw new AppError('scan.stale_attempt');
}

/** Which of these scans have ended or are gone: nothing of theirs is needed on a worker's disk. */
export async function endedAmong(scanIds: readonly string[]): Promise<string[]> {
  const unfinished = new Set(await repository.findUnfinished(scanIds));
  return scanIds.filter((id) => !unfinished.has(id));
}
