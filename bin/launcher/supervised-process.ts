import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, type ProcessId, signalGroup, waitUntilGone } from './processes';

export interface ProcessSpec {
  readonly name: string;
  /** The program and its arguments, with what drops privileges in front. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment, not an addition to ours: children get what they need and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Throws while the process does not answer yet. */
  probe(): Promise<void>;
  readonly readyTimeoutMs: number;
  /** After this long TERM becomes KILL. */
  readonly stopTimeoutMs: number;
  /** Gets each line of output as it comes; the log file is then not written. */
  readonly onLine?: (line: string) => void;
}

export interface Announcer {
  /** One line for the person who started BitMarket. */
  say(line: string): void;
  /** A child has started or has gone for good. */
  changed(name: string, process: ProcessId | undefined): void;
}

const firstBackOffMs = 250;
const longestBackOffMs = 15_000;
/** Alive for this long: the next death starts with the shortest wait again. */
const settledMs = 60_000;
const probeIntervalMs = 40;
const rotateAtBytes = 20 * 1024 * 1024;

/** A child that is started again, with growing waits, whenever it ends without having been told to. */
export class SupervisedProcess {
  private child: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    readonly spec: ProcessSpec,
    private readonly announcer: Announcer,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it and resolves once it answers. Throws with the end of its log when it ends or stays silent. */
  async start(): Promise<void> {
    const ended = this.spawn();
    try {
      await this.untilReady(ended);
    } catch (error) {
      await this.kill();
      throw error;
    }
    this.running = this.superviseFrom(ended);
  }

  /** TERM, then KILL after the spec's time, and whatever is left of its process group. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.kill();
    await this.running;
  }

  private spawn(): Promise<string> {
    const { spec } = this;
    rotate(spec.logFile);
    const log = openSync(spec.logFile, 'a', 0o640);
    const output = spec.onLine ? 'pipe' : log;
    const [program = '', ...args] = spec.command;
    // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops the children in order.
    const child = spawn(program, args, {
      cwd: spec.cwd,
      env: spec.env as NodeJS.ProcessEnv,
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(log);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream && spec.onLine) createInterface({ input: stream }).on('line', spec.onLine);
    }
    this.child = child;
    if (child.pid !== undefined) this.announcer.changed(spec.name, identify(child.pid));
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => {
        // ffmpeg or COLMAP of a worker that was killed must not go on without it.
        if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
        resolve(signal ?? `exit code ${code}`);
      });
    });
  }

  private async untilReady(ended: Promise<string>): Promise<void> {
    const { spec } = this;
    const deadline = Date.now() + spec.readyTimeoutMs;
    let end: string | undefined;
    void ended.then((reason) => {
      end = reason;
    });
    for (let last: unknown; ; ) {
      if (end !== undefined) throw new Error(`${spec.name} ended at once (${end}).${this.logTail()}`);
      try {
        await spec.probe();
        return;
      } catch (error) {
        last = error;
      }
      if (Date.now() > deadline) {
        const seconds = spec.readyTimeoutMs / 1000;
        throw new Error(
          `${spec.name} did not answer within ${seconds} s (${String(last)}).${this.logTail()}`,
        );
      }
      await sleep(probeIntervalMs);
    }
  }

  private async superviseFrom(firstEnd: Promise<string>): Promise<void> {
    const { name } = this.spec;
    let ended = firstEnd;
    let backOffMs = firstBackOffMs;
    for (;;) {
      const startedAt = Date.now();
      const reason = await ended;
      if (this.stopping.signal.aborted) return;
      if (Date.now() - startedAt > settledMs) backOffMs = firstBackOffMs;
      this.announcer.say(`${name} ended (${reason}); starting it again in ${backOffMs / 1000} s`);
      await sleep(backOffMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      backOffMs = Math.min(backOffMs * 2, longestBackOffMs);
      ended = this.spawn();
      try {
        await this.untilReady(ended);
        this.announcer.say(`${name} answers again`);
      } catch (error) {
        if (!this.stopping.signal.aborted) this.announcer.say((error as Error).message);
        if (this.child?.pid !== undefined) signalGroup(this.child.pid, 'SIGKILL');
      }
    }
  }

  private async kill(): Promise<void> {
    const pid = this.child?.pid;
    const process = pid === undefined ? undefined : identify(pid);
    if (pid !== undefined && process) {
      // The leader alone: a group-wide TERM would end a job's ffmpeg before its worker could hand the job back.
      signalLeader(pid);
      if (!(await waitUntilGone([process], this.spec.stopTimeoutMs))) {
        this.announcer.say(
          `${this.spec.name} did not stop within ${this.spec.stopTimeoutMs / 1000} s; killed`,
        );
      }
      signalGroup(pid, 'SIGKILL');
      await waitUntilGone([process], 1_000);
    }
    this.announcer.changed(this.spec.name, undefined);
  }

  private logTail(): string {
    if (this.spec.onLine) return '';
    const lines = readFileSync(this.spec.logFile, 'utf8').trimEnd().split('\n').slice(-15);
    return ` The end of ${this.spec.logFile}:\n${lines.map((line) => `    ${line}`).join('\n')}`;
  }
}

function signalLeader(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has just ended by itself.
  }
}

function rotate(path: string): void {
  try {
    if (statSync(path).size > rotateAtBytes) renameSync(path, `${path}.1`);
  } catch {
    // No log yet.
  }
}
