import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { startUpload } from '@/lib/media/service';
import { listNotifications } from '@/lib/notifications/service';
import { jobsLeft } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { listKeys, putOriginal } from '@/lib/platform/object-storage';
import type { ScanState } from '@/lib/protocol/scan-state';
import { isKeptStage, stageFolder } from '@/lib/scans/package-files';
import { type ScanStage, scanStages } from '@/lib/scans/schema';
import { getScanState, queueScan } from '@/lib/scans/service';
import { createListing, createPerson } from '@/tests/harness/factories';
import { bundle } from './bundle';
import type { CheapVideo } from './cheap-scan';

/** A lease of 1 s in place of 15 s: see cheap-worker.ts. */
const times = ['200', '1000', '150'];
const videoBytes = 300;

export interface Film {
  seller: Viewer;
  scanId: string;
  name: string;
}

/** Worker processes with a cheap scan, the films that they are given, and what must hold when all is over. */
export class FaultSystem {
  readonly films: Film[] = [];
  readonly workers = new Set<ChildProcess>();

  private constructor(
    private readonly directory: string,
    private readonly program: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param environment where the workers find another store than this test does */
  static async open(environment: Readonly<Record<string, string>> = {}): Promise<FaultSystem> {
    const directory = await mkdtemp(join(tmpdir(), 'bitmarket-faults-'));
    const program = await bundle('tests/faults/harness/cheap-worker.ts');
    await mkdir(join(directory, 'work'));
    return new FaultSystem(directory, program, environment);
  }

  get workDirectory(): string {
    return join(this.directory, 'work');
  }

  /** The work directory of another machine. */
  get otherMachine(): string {
    return join(this.directory, 'other');
  }

  /** Lets the jobs that were relayed look so much older: the silence after which they count as lost is a minute. */
  async makeRelayed(olderMs: number): Promise<void> {
    await mysql().execute(
      sql`UPDATE outbox SET relayed_at = relayed_at - INTERVAL ${olderMs * 1000} MICROSECOND`,
    );
  }

  /** @param wrapper what runs the worker: a program and its arguments */
  startWorker(
    environment: Readonly<Record<string, string>> = {},
    wrapper: readonly string[] = [],
  ): ChildProcess {
    const env = {
      ...process.env,
      ...this.environment,
      WORK_DIRECTORY: this.workDirectory,
      SCAN_SLOTS: '1',
      LOG_LEVEL: process.env.FAULT_LOG ?? 'silent',
      NODE_COMPILE_CACHE: join(this.directory, 'compiled'),
      ...environment,
    };
    const [command = '', ...args] = [...wrapper, process.execPath, this.program, this.logFile, ...times];
    const worker = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    this.workers.add(worker);
    worker.once('exit', () => this.workers.delete(worker));
    return worker;
  }

  private get logFile(): string {
    return join(this.directory, 'stages.log');
  }

  /** Queues a scan as a finished upload does. */
  async film(video: Partial<CheapVideo> = {}, seller?: Viewer): Promise<Film> {
    const person = seller ?? (await createPerson());
    // Of its own, so that what a failed test left is not taken for this one's.
    const name = `film-${randomUUID()}`;
    const body = JSON.stringify({ stageMs: 50, ...video, name } satisfies CheapVideo).padEnd(videoBytes);
    const listingId = await createListing(person);
    const upload = { listingId, kind: 'video', contentType: 'video/mp4', bytes: videoBytes } as const;
    const { mediaId } = await startUpload(person, upload);
    await putOriginal(`${person.id}/${mediaId}`, Buffer.from(body));
    const scanId = await mysql().transaction((tx) => queueScan(tx, { listingId, videoId: mediaId }));
    const film = { seller: person, scanId, name };
    this.films.push(film);
    return film;
  }

  state(film: Film): Promise<ScanState> {
    return getScanState(film.seller, film.scanId);
  }

  /** Until the film is in this stage or, on a busy machine, already in a later one. */
  async untilStage(film: Film, stage: ScanStage): Promise<void> {
    const reached = async () => scanStages.indexOf((await this.state(film)).stage as ScanStage);
    await expect
      .poll(reached, { timeout: 60_000, interval: 10 })
      .toBeGreaterThanOrEqual(scanStages.indexOf(stage));
  }

  /** Until another attempt has begun than the one whose state this is. */
  async untilTaken(film: Film, before: ScanState): Promise<void> {
    await expect
      .poll(async () => (await this.state(film)).version, { timeout: 60_000, interval: 10 })
      .toBeGreaterThan(before.version);
  }

  async untilStatus(film: Film, status: string): Promise<void> {
    await expect.poll(async () => (await this.state(film)).status, { timeout: 60_000 }).toBe(status);
  }

  /** Stages that were done for this film, in order; one that was repeated stands there twice. */
  async stagesOf(film: Film): Promise<string[]> {
    const lines = (await readFile(this.logFile, 'utf8').catch(() => '')).split('\n');
    return lines
      .filter((line) => line.startsWith(`${film.name} `))
      .map((line) => line.slice(film.name.length + 1));
  }

  /** What must hold in the end, whatever happened: one result or one stated failure each, and nothing orphaned. */
  async expectWhole(): Promise<ScanState[]> {
    await expect.poll(() => this.left(), { timeout: 150_000, interval: 200 }).toEqual([]);
    return Promise.all(this.films.map((film) => this.expectOneEnd(film)));
  }

  /** What is not over yet. The jobs last: a scan ends together with a new one. */
  private async left(): Promise<string[]> {
    const states = await Promise.all(this.films.map((film) => this.state(film)));
    const unfinished = states.filter(({ status }) => status === 'queued' || status === 'running');
    const directories = [this.workDirectory, this.otherMachine].map((path) => readdir(path).catch(() => []));
    const folders = (await Promise.all(directories)).flat();
    const jobs = await jobsLeft();
    return [...unfinished.map(({ scanId }) => scanId), ...folders, ...(jobs > 0 ? [`${jobs} jobs`] : [])];
  }

  private async expectOneEnd(film: Film): Promise<ScanState> {
    const state = await this.state(film);
    expect(['done', 'failed']).toContain(state.status);
    const cancelled = state.failureReason === 'cancelled';
    const notices = await listNotifications(film.seller);
    const mine = notices.filter(({ listingId }) => listingId === state.listingId);
    expect(mine.map(({ kind }) => kind)).toEqual(cancelled ? [] : [`scan.${state.status}`]);
    const keys = await listKeys('media', `scans/${film.scanId}/`);
    const folder = /scans\/\w+\/\d+\//.exec(state.modelUrl ?? '')?.[0];
    const expected = folder ? ['model.glb', 'poster.webp'].map((name) => folder + name) : [];
    expect(keys.sort()).toEqual(state.status === 'done' ? expected : []);
    expect(state.status === 'failed').toBe(state.failureReason !== null);
    // The cameras of a model stay, for a clip that joins its film.
    const stages = await listKeys('incoming', stageFolder(film.scanId));
    expect(stages.filter((key) => state.status === 'failed' || !isKeptStage(key))).toEqual([]);
    return state;
  }

  async kill(worker: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const gone = once(worker, 'exit');
    worker.kill(signal);
    await gone;
  }

  async close(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => this.kill(worker)));
    await rm(this.directory, { recursive: true, force: true });
    await rm(this.program, { force: true });
  }
}
