import { AppError } from '@/lib/errors';
import { findSubject } from '@/lib/listings/ownership';
import type { NotificationKind } from '@/lib/notifications/schema';
import { notify } from '@/lib/notifications/service';
import { enqueue } from '@/lib/outbox/service';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { attemptFolder, type PublishedModel, publishPackage } from './package-files';
import { statusOfModel } from './policy';
import * as repository from './repository';
import type { ScanFailureReason, ScanProgress, ScanVerdict } from './schema';
import { announce } from './state';

/** One worker's hold on one scan. The number fences: a worker that was overtaken can write nothing. */
export interface Attempt {
  scanId: string;
  number: number;
  videoId: string;
}

/** Takes a scan. Null when it has already ended, so that the job has nothing left to do. */
export async function beginAttempt(scanId: string): Promise<Attempt | null> {
  const row = await repository.takeScan(scanId);
  if (!row || row.videoId === null) return null;
  await announce(scanId);
  return { scanId, number: row.attempt, videoId: row.videoId };
}

/** Throws scan.stale_attempt when the scan was cancelled or taken by another. */
export async function keepAttempt(attempt: Attempt): Promise<void> {
  if (!(await repository.touchScan(attempt.scanId, attempt.number))) throw new AppError('scan.stale_attempt');
}

/** Writes progress and tells the seller's page. Throws scan.stale_attempt as keepAttempt does. */
export async function reportProgress(
  attempt: Attempt,
  progress: ScanProgress,
  sparsePointsKey?: string,
): Promise<void> {
  await write(attempt, {
    stage: progress.stage,
    fraction: progress.fraction,
    heartbeatAt: new Date(),
    ...(progress.framesChosen === undefined ? {} : { framesChosen: progress.framesChosen }),
    ...(progress.camerasSolved === undefined ? {} : { camerasSolved: progress.camerasSolved }),
    ...(sparsePointsKey === undefined ? {} : { sparsePointsKey }),
  });
  await announce(attempt.scanId);
}

/** Shows the model to everyone, or to its seller first when it is poor. */
export async function finishAttempt(attempt: Attempt, model: PublishedModel): Promise<void> {
  const finished = finishedRow(model);
  await write(attempt, { ...finished, failureReason: null });
  await conclude(attempt.scanId, `scan.${finished.status}`);
}

function finishedRow({ verdict, ...model }: PublishedModel) {
  return {
    ...model,
    status: statusOfModel(verdict),
    verdict: JSON.stringify(verdict),
    stage: 'publish',
    fraction: 1,
    finishedAt: new Date(),
  } as const;
}

export async function failAttempt(attempt: Attempt, reason: ScanFailureReason): Promise<void> {
  await write(attempt, { status: 'failed', failureReason: reason, finishedAt: new Date() });
  await conclude(attempt.scanId, 'scan.failed');
}

/** For a scan whose job was delivered too often: no worker holds it any more. */
export async function abandonScan(scanId: string): Promise<void> {
  const failed = { status: 'failed', failureReason: 'engine_crashed', finishedAt: new Date() } as const;
  if (await repository.changeScan(scanId, { statuses: ['queued', 'running'] }, failed)) {
    await conclude(scanId, 'scan.failed');
  }
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

async function write(attempt: Attempt, patch: repository.ScanPatch): Promise<void> {
  const expected = { statuses: ['running'] as const, attempt: attempt.number };
  if (!(await repository.changeScan(attempt.scanId, expected, patch)))
    throw new AppError('scan.stale_attempt');
}

async function conclude(scanId: string, kind: NotificationKind): Promise<void> {
  await announce(scanId);
  const row = await repository.findScan(scanId);
  const subject = row && (await findSubject(row.listingId));
  if (!subject) return;
  await notify({
    key: `${kind}:${scanId}`,
    userId: subject.sellerId,
    kind,
    listingId: row.listingId,
    listingTitle: subject.title,
  });
}

/** Longer than a heartbeat, a reclaim and a restart of the stores together. */
const silenceMs = 60_000;

/**
 * Queues anew what MySQL says is unfinished and no stream holds: an empty Redis after a crash loses no scan.
 * `known` are the scans that the stream still holds. Returns those queued.
 */
export async function requeueLost(known: ReadonlySet<string>, now = Date.now()): Promise<string[]> {
  const silent = await repository.findSilent(new Date(now - silenceMs));
  const lost = silent.filter((id) => !known.has(id));
  for (const scanId of lost) {
    await mysql().transaction(async (tx) => {
      await repository.changeScan(
        scanId,
        { statuses: ['queued', 'running'] },
        { heartbeatAt: new Date(now) },
        tx,
      );
      await enqueue(tx, { kind: 'scan.process', scanId });
    });
  }
  return lost;
}
