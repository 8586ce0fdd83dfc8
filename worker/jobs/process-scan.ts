import { stat } from 'node:fs/promises';
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
import { askForConclusion } from '@/lib/scans/conclude';
import { attemptFolder, publishFile, publishPackage, whileAtWork } from '@/lib/scans/package-files';
import type { StageSeconds } from '@/lib/scans/policy';
import type { ScanProgress, ScanStage } from '@/lib/scans/schema';
import { ScanError, type ScanOutput, type ScanRequest } from '@/worker/scan/engine';
import { profiles } from '@/worker/scan/profile';
import type { JobContext } from './registry';
import { StageStore, type StageStoreLimits } from './stage-store';
import { closeWorkDirectory, filmName, openWorkDirectory, removeWork } from './work-directory';

/** A page needs no more than this, and a scan can report a thousand steps. */
const progressIntervalMs = 250;

/** What is needed of a scan to publish it. */
export type MadeModel = Pick<ScanOutput, 'modelPath' | 'verdict'>;

export interface ScanJobSettings {
  /** What makes the model: runScan. Tests of the pipeline put something cheap in its place. */
  make(request: ScanRequest): Promise<MadeModel>;
  /** How often the attempt is said to be alive, and found to be overtaken or cancelled. */
  keepMs: number;
  stageStore: StageStoreLimits;
}

/** Runs one scan from its video to the published model. Ends it in a model or in a reason; throws only to be retried. */
export function scanProcessor(settings: ScanJobSettings) {
  return async ({ scanId }: JobOf<'scan.process'>, { signal }: JobContext): Promise<void> => {
    const attempt = await beginAttempt(scanId);
    if (!attempt) return tidyAfterEnd(scanId);
    const overtaken = new AbortController();
    const keeper = setInterval(() => {
      keepAttempt(attempt).catch((error: unknown) => {
        if (isStale(error)) overtaken.abort(error);
      });
    }, settings.keepMs);
    try {
      await attemptOrFail(attempt, AbortSignal.any([signal, overtaken.signal]), settings);
      await removeWork(scanId);
    } catch (error) {
      if (!overtaken.signal.aborted && !isStale(error)) throw error;
      logger.info({ scanId, attempt: attempt.number }, 'the scan was cancelled or taken over');
      await closeWorkDirectory(attempt);
      await askForConclusion(scanId);
    } finally {
      clearInterval(keeper);
    }
  };
}

const isStale = (error: unknown) => error instanceof AppError && error.code === 'scan.stale_attempt';

/** A worker that died after the end of its scan, before the end of its job. */
async function tidyAfterEnd(scanId: string): Promise<void> {
  await removeWork(scanId);
  await askForConclusion(scanId);
}

async function attemptOrFail(
  attempt: Attempt,
  signal: AbortSignal,
  settings: ScanJobSettings,
): Promise<void> {
  try {
    await attemptScan(attempt, signal, settings);
  } catch (error) {
    const failure = asScanError(error);
    if (signal.aborted || !failure) throw error;
    logger.warn({ err: error, scanId: attempt.scanId }, 'the scan failed');
    await failAttempt(attempt, failure.reason);
  }
}

/** The disk may be full before the engine begins. */
function asScanError(error: unknown): ScanError | null {
  if (error instanceof ScanError) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new ScanError('out_of_space', String(error), { cause: error });
  return null;
}

async function attemptScan(attempt: Attempt, signal: AbortSignal, settings: ScanJobSettings): Promise<void> {
  const workDirectory = await openWorkDirectory(attempt);
  const [input = '', ...clips] = await fetchFilms(attempt.films, workDirectory);
  const reporter = new Reporter(attempt);
  const clock = new StageClock();
  const stages = new StageStore(attempt.scanId, workDirectory, settings.stageStore, signal);
  // Where a clip joins a film, that film's cameras were kept.
  const resumed = await stages.restore(attempt.films[0]?.scanId);
  const storing = setInterval(() => stages.storeNew(), settings.keepMs);
  try {
    const output = await settings.make({
      input,
      clips,
      workDirectory,
      signal,
      onProgress(progress) {
        clock.enter(progress.stage);
        reporter.push(progress);
      },
      engine: env().SCAN_ENGINE,
      profile: profiles[env().SCAN_PROFILE],
    });
    await reporter.settled();
    clock.enter('publish');
    await publish(attempt, output, resumed ? null : clock);
  } finally {
    clearInterval(storing);
    // What is still being written would be written into a folder that is being removed.
    await Promise.all([stages.settled(), reporter.settled()]);
  }
}

/** The paths of the films, the first one's first. */
async function fetchFilms(films: Attempt['films'], workDirectory: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, { videoId }] of films.entries()) {
    const path = join(workDirectory, filmName(index));
    const { key, bytes } = await originalOf(videoId);
    const present = await stat(path).catch(() => null);
    if (present?.size !== bytes) await downloadObject('incoming', key, path);
    paths.push(path);
  }
  return paths;
}

/** All files first and the row last: what is half published is known to nobody. */
async function publish(attempt: Attempt, output: MadeModel, clock: StageClock | null): Promise<void> {
  await reportProgress(attempt, { stage: 'publish', fraction: 0 });
  const folder = attemptFolder(attempt.scanId, attempt.number);
  const model = await publishPackage(folder, dirname(output.modelPath), output.verdict);
  await finishAttempt(attempt, model, clock?.seconds());
}

/** Measures the stages by when each was heard of first. */
class StageClock {
  readonly #entered = new Map<ScanStage, number>();

  enter(stage: ScanStage): void {
    if (!this.#entered.has(stage)) this.#entered.set(stage, performance.now());
  }

  /** Until now, in seconds. */
  seconds(): StageSeconds {
    const entered = [...this.#entered];
    const ends = [...entered.slice(1).map(([, at]) => at), performance.now()];
    return Object.fromEntries(
      entered.map(([stage, at], index) => [stage, Math.round((ends[index] ?? at) - at) / 1000]),
    );
  }
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

  async #write({ firstPoints, sparsePoints, roughModel, ...progress }: ScanProgress): Promise<void> {
    const points = 'application/octet-stream';
    await reportProgress(this.attempt, progress, {
      sparsePointsKey:
        (await this.#publish(whileAtWork.sparsePoints, sparsePoints, points)) ??
        (await this.#publish(whileAtWork.firstPoints, firstPoints, points)),
      previewKey: await this.#publish(whileAtWork.roughModel, roughModel, 'model/gltf-binary'),
    });
  }

  /** The key of what was published; undefined where there is nothing new. */
  async #publish(name: string, path: string | undefined, type: string): Promise<string | undefined> {
    if (path === undefined) return undefined;
    const key = attemptFolder(this.attempt.scanId, this.attempt.number) + name;
    return (await publishFile(key, path, type)) === null ? undefined : key;
  }
}
