import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { environmentOfChildren } from '@/lib/env';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const stderrTailBytes = 8 * 1024;
const graceMs = 2_000;

export interface ChildOptions {
  /** Ends the whole process group, and makes the call reject with the signal's reason. */
  signal: AbortSignal;
  timeoutMs: number;
  cwd?: string;
  /** Added to the parent's environment, of which the child gets none of our settings and secrets. */
  environment?: Readonly<Record<string, string>>;
  /** RLIMIT_AS: a decoder that is fed nonsense must not take the machine's memory with it. */
  addressSpaceBytes?: number;
  /** Written to the child's stdin. Default: an empty stdin. */
  stdin?: Readable;
  /** Takes stdout as it comes, instead of collecting it. */
  onStdout?(stdout: Readable): Promise<void>;
  /** Each complete line of stderr, for tools that report progress there. */
  onStderrLine?(line: string): void;
}

/** A child that did not end well. The message carries the end of its stderr: for the log, never for a person. */
export class ChildError extends Error {
  override readonly name = 'ChildError';
  constructor(
    readonly command: string,
    readonly ending: 'exit' | 'signal' | 'timeout' | 'not_started',
    readonly code: number | string | null,
    readonly stderrTail: string,
  ) {
    super(`${command}: ${ending} ${code ?? ''}: ${stderrTail.trim().slice(-1500)}`);
  }

  /**
   * The program ran and said no by itself, as it does to what it cannot read. Otherwise it took too long, could not be
   * run (126 and 127, and what bubblewrap says of itself) or was killed: that is not the fault of what it was given.
   */
  get isRefusal(): boolean {
    const { ending, code, stderrTail } = this;
    return ending === 'exit' && Number(code) < 126 && !/^(?:bwrap|prlimit|setpriv): /m.test(stderrTail);
  }
}

/**
 * Runs a program to its end and returns its stdout (UTF-8; empty when `onStdout` took it).
 *
 * The child leads a process group of its own, runs at low priority, and is killed by the kernel when this process dies
 * (PR_SET_PDEATHSIG through setpriv), so that a worker ended by kill -9 leaves no COLMAP behind.
 * Throws ChildError, or the signal's reason when aborted.
 */
export async function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<string> {
  options.signal.throwIfAborted();
  const child: Child = spawn('setpriv', wrapped(command, args, options), {
    cwd: options.cwd,
    env: environmentOfChildren(),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stderr = keepTail(child, options.onStderrLine);
  const chunks: Buffer[] = [];
  const drained = options.onStdout ? options.onStdout(child.stdout) : collect(child.stdout, chunks);
  const [end, consumer] = await Promise.allSettled([
    untilClosed(child, options),
    drained,
    feed(child, options.stdin),
  ]);
  options.signal.throwIfAborted();
  if (end.status === 'rejected') throw new ChildError(command, 'not_started', null, String(end.reason));
  const { code, killedBy, timedOut } = end.value;
  if (timedOut) throw new ChildError(command, 'timeout', options.timeoutMs, stderr());
  if (killedBy !== null) throw new ChildError(command, 'signal', killedBy, stderr());
  if (code !== 0) throw new ChildError(command, 'exit', code, stderr());
  if (consumer.status === 'rejected') throw consumer.reason;
  return Buffer.concat(chunks).toString('utf8');
}

function wrapped(command: string, args: readonly string[], options: ChildOptions): string[] {
  const environment = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const limits = options.addressSpaceBytes ? ['prlimit', `--as=${options.addressSpaceBytes}`, '--'] : [];
  return [
    '--pdeathsig',
    'KILL',
    '--',
    'nice',
    '-n',
    '10',
    'env',
    ...environment,
    ...limits,
    command,
    ...args,
  ];
}

interface Ending {
  code: number | null;
  killedBy: string | null;
  timedOut: boolean;
}

function untilClosed(child: Child, options: ChildOptions): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    let hardKill: NodeJS.Timeout | undefined;
    const end = () => {
      killGroup(child, 'SIGTERM');
      hardKill ??= setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, options.timeoutMs);
    options.signal.addEventListener('abort', end, { once: true });
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(hardKill);
      options.signal.removeEventListener('abort', end);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      settle();
      resolve({ code, killedBy, timedOut });
    });
  });
}

function killGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the group ended between the decision and the call.
  }
}

async function collect(stdout: Readable, chunks: Buffer[]): Promise<void> {
  for await (const chunk of stdout) chunks.push(chunk as Buffer);
}

async function feed(child: Child, source: Readable | undefined): Promise<void> {
  // A child that needs no more input closes its end: EPIPE here is its decision, and its exit code tells the rest.
  child.stdin.on('error', () => undefined);
  if (source) await pipeline(source, child.stdin).catch(() => undefined);
  else child.stdin.end();
}

function keepTail(child: Child, onLine: ((line: string) => void) | undefined): () => string {
  let tail = '';
  let rest = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    tail = (tail + text).slice(-stderrTailBytes);
    if (!onLine) return;
    const lines = (rest + text).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) onLine(line);
  });
  return () => tail;
}
