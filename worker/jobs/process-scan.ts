import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { originalOf } from '@/lib/media/originals';
import { logger } from '@/lib/platform/logger';
import { downloadObject } from '@/lib/platform/object-storage';
import type { JobOf } from '@/lib/protocol/jobs';
import {
  type Attempt,
  beginAttempt,
  failAttempt,
  finishAttempt,
  keepAttempt,
  reportProgress,
} from '@/lib/scans/attempts';
import { attemptFolder, publishFile, publishPackage } from '@/lib/scans/package-files';
import type { ScanProgress } from '@/lib/scans/schema';
import { ScanError, type ScanOutput } from '@/worker/scan/engine';
import { profiles } from '@/worker/scan/profile';
import { runScan } from '@/worker/scan/run-scan';
import type { JobContext } from './registry';

const keepMs = 3000;
/** A page needs no more than this, and a scan can report a thousand steps. */
const progressIntervalMs = 250;

/** Runs one scan from its video to the published model. Ends it in a model or in a reason; throws only to be retried. */
export async function processScan({ scanId }: JobOf<'scan.process'>, { signal }: JobContext): Promise<void> {
  const attempt = await beginAttempt(scanId);
  if (!attempt) return;
  const overtaken = new AbortController();
  const keeper = setInterval(() => {
    keepAttempt(attempt).catch((error: unknown) => {
      if (error instanceof AppError) overtaken.abort();
    });
  }, keepMs);
  try {
    await attemptScan(attempt, AbortSignal.any([signal, overtaken.signal]));
  } catch (error) {
    if (overtaken.signal.aborted || isStale(error)) {
      logger.info({ scanId, attempt: attempt.number }, 'the scan was cancelled or taken over');
      return;
    }
    if (signal.aborted || !(error instanceof ScanError)) throw error;
    logger.warn({ err: error, scanId }, 'the scan failed');
    await failAttempt(attempt, error.reason);
  } finally {
    clearInterval(keeper);
  }
}

const isStale = (error: unknown) => error instanceof AppError && error.code === 'scan.stale_attempt';

async function attemptScan(attempt: Attempt, signal: AbortSignal): Promise<void> {
  // The folder belongs to the scan, not to the attempt: stages that were done are not done again.
  const workDirectory = join(env().WORK_DIRECTORY, attempt.scanId);
  await mkdir(workDirectory, { recursive: true });
  const input = join(workDirectory, 'video');
  await fetchOriginal(attempt.videoId, input);
  const reporter = new Reporter(attempt);
  const output = await runScan({
    input,
    workDirectory,
    signal,
    onProgress: (progress) => reporter.push(progress),
    engine: env().SCAN_ENGINE,
    profile: profiles[env().SCAN_PROFILE],
  });
  await reporter.settled();
  await publish(attempt, output);
  await rm(workDirectory, { recursive: true, force: true });
}

async function fetchOriginal(videoId: string, path: string): Promise<void> {
  const { key, bytes } = await originalOf(videoId);
  const present = await stat(path).catch(() => null);
  if (present?.size !== bytes) await downloadObject('incoming', key, path);
}

/** All files first and the row last: what is half published is known to nobody. */
async function publish(attempt: Attempt, output: ScanOutput): Promise<void> {
  await reportProgress(attempt, { stage: 'publish', fraction: 0 });
  const folder = attemptFolder(attempt.scanId, attempt.number);
  await finishAttempt(attempt, await publishPackage(folder, dirname(output.modelPath), output.verdict));
}

/** Writes progress in order, the newest only, a few times a second. */
class Reporter {
  #latest: ScanProgress | null = null;
  #writing: Promise<void> | null = null;

  constructor(private readonly attempt: Attempt) {}

  push(progress: ScanProgress): void {
    // Parts that come once must survive until they are written, whatever comes after them.
    this.#latest = { ...this.#latest, ...progress };
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#latest) {
      const progress = this.#latest;
      this.#latest = null;
      await this.#write(progress).catch((error: unknown) => {
        if (!isStale(error)) logger.warn({ err: error }, 'progress was not written');
      });
      await new Promise((resolve) => setTimeout(resolve, progressIntervalMs));
    }
  }

  async #write({ sparsePoints, ...progress }: ScanProgress): Promise<void> {
    if (sparsePoints === undefined) return reportProgress(this.attempt, progress);
    const key = `${attemptFolder(this.attempt.scanId, this.attempt.number)}points.bin`;
    await publishFile(key, sparsePoints, 'application/octet-stream');
    await reportProgress(this.attempt, progress, key);
  }
}
