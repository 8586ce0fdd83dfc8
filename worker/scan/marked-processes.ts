import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Inherited by everything that a program starts, in whatever session: it says which worker it belongs to. */
const variable = 'BITMARKET_ENGINE_OF';

export interface Mark {
  environment: Record<string, string>;
  /** Kills all that carry the mark, until none is left. */
  killAll(): Promise<void>;
}

let marks = 0;

/** A mark for one run of a program. Its descendants can be found by it when their parents are gone. */
export function newMark(): Mark {
  marks += 1;
  const value = `${process.pid}:${marks}`;
  return {
    environment: { [variable]: value },
    killAll: () => killUntilGone((found) => found === value),
  };
}

/** Kills what workers left that died themselves: nodes of Meshroom 2025 run in sessions of their own and live on. */
export async function killOrphans(): Promise<void> {
  await killUntilGone((value) => !isAlive(Number(value.split(':')[0])));
}

const rounds = 20;

/** Again and again: a process may have started another between the look and the kill. */
async function killUntilGone(matches: (value: string) => boolean): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const found = (await markedProcesses()).filter(({ value }) => matches(value));
    if (found.length === 0) return;
    for (const { pid } of found) kill(pid);
    await sleep(50);
  }
}

async function markedProcesses(): Promise<{ pid: number; value: string }[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      const entry = environ.split('\0').find((one) => one.startsWith(`${variable}=`));
      return entry ? [{ pid: Number(pid), value: entry.slice(variable.length + 1) }] : [];
    }),
  );
  return found.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it ended by itself.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
