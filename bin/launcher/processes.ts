import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks after boot. */
  startTicks: string;
}

/** Field 22 of /proc/PID/stat, or undefined when there is no such process. */
export function startTicksOf(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** The parent's number, or undefined when there is no such process. */
export function parentOf(pid: number): number | undefined {
  const parent = statFields(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** The fields from the third on (state first): the name before them may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields;
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessId | undefined {
  const startTicks = startTicksOf(pid);
  return startTicks === undefined ? undefined : { pid, startTicks };
}

export function isAlive(process: ProcessId): boolean {
  return startTicksOf(process.pid) === process.startTicks;
}

/** Sends a signal to the process group, or to the process where it leads none. A process that is gone is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // ESRCH: no such group; try the process, then give up.
    }
  }
}

/** Resolves to whether all of them have gone within the time. */
export async function waitUntilGone(processes: readonly ProcessId[], timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (processes.some(isAlive)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** The file that says who runs in a data directory, so that the next start finds what a killed launcher left. */
export interface ProcessRecord {
  launcher: ProcessId;
  url?: string;
  children: Record<string, ProcessId>;
}

export function readProcessRecord(path: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRecord;
  } catch {
    return undefined; // Never written, or written by half when the power went: both mean "nothing known".
  }
}

export function writeProcessRecord(path: string, record: ProcessRecord): void {
  writeFileSync(`${path}.new`, JSON.stringify(record, null, 2));
  renameSync(`${path}.new`, path);
}
