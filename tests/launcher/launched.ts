import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessRecord } from '@/bin/launcher/processes';

/** A launcher in a process of its own, as `npm start` runs it after bootstrapping, in a throw-away directory. */
export class Launched {
  private constructor(
    readonly directory: string,
    readonly process: ChildProcess,
    private readonly lines: { text: string },
  ) {}

  static newDirectory(): string {
    // mktemp folders are open to their owner alone: the stores' accounts must get through all the same.
    return mkdtempSync(join(tmpdir(), 'bitmarket-launcher-'));
  }

  static start(directory: string, ...options: string[]): Launched {
    const args = [
      '--import',
      'tsx',
      'bin/launcher/start.ts',
      '--data',
      directory,
      '--port',
      '14000',
      ...options,
    ];
    // Without npm's variables: those would make the launcher watch the npm that runs the tests.
    const { npm_lifecycle_event: _, VITEST: __, NODE_ENV: ___, ...env } = process.env;
    const child = spawn(process.execPath, args, {
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = { text: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        lines.text += text;
      });
    }
    return new Launched(directory, child, lines);
  }

  get output(): string {
    return this.lines.text;
  }

  get pid(): number {
    if (this.process.pid === undefined) throw new Error('the launcher did not start');
    return this.process.pid;
  }

  /** Resolves once the output matches; throws with the output when it does not in time, or when the launcher ends. */
  async says(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.process.exitCode !== null)
        throw new Error(`it ended without saying ${pattern}:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`it did not say ${pattern}:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Resolves to the URL that it prints once the page answers. */
  async ready(): Promise<string> {
    const [, url = ''] = await this.says(/^ {2}(http:\S+)$/m, 280_000);
    return url;
  }

  /** Resolves to the exit code and the time it took, in milliseconds. */
  async ended(): Promise<{ code: number | null; ms: number }> {
    const startedAt = performance.now();
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return { code: this.process.exitCode, ms: performance.now() - startedAt };
  }

  pidOf(name: string): number {
    const record = JSON.parse(readFileSync(join(this.directory, 'processes.json'), 'utf8')) as ProcessRecord;
    const pid = record.children[name]?.pid;
    if (pid === undefined) throw new Error(`${name} does not run`);
    return pid;
  }

  /** What `source DIRECTORY/env` would set. */
  environment(): Record<string, string> {
    const text = readFileSync(join(this.directory, 'env'), 'utf8');
    return Object.fromEntries(
      [...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    );
  }

  /** Every process that belongs to this launcher or its directory, however deep: descendants are found by their traces. */
  family(): string[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== this.pid)
      .flatMap((entry) => describeIfOurs(`/proc/${entry}`, this.directory, this.pid));
  }

  /** Resolves to what is still there of the family after this long; to nothing as soon as it has gone. */
  async familyAfter(timeoutMs: number): Promise<string[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const family = this.family();
      if (family.length === 0 || Date.now() > deadline) return family;
      await sleep(100);
    }
  }
}

export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

function describeIfOurs(folder: string, directory: string, launcher: number): string[] {
  try {
    const command = readFileSync(join(folder, 'cmdline'), 'utf8').split('\0').join(' ');
    const environment = readFileSync(join(folder, 'environ'), 'utf8').split('\0');
    const cwd = readlinkSync(join(folder, 'cwd'));
    const state = /^State:\s*(\S)/m.exec(readFileSync(join(folder, 'status'), 'utf8'))?.[1];
    const ours = environment.includes(`LAUNCHER_PID=${launcher}`) || `${cwd}/`.startsWith(`${directory}/`);
    return ours && state !== 'Z' ? [`${folder} ${command}`] : [];
  } catch {
    return []; // It has ended meanwhile.
  }
}
