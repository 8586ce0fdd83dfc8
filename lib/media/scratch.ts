import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger } from '@/lib/platform/logger';

const prefix = 'bitmarket-media-';
/** No look at an upload takes as long: whoever made the folder was killed. */
const abandonedMs = 6 * 3600 * 1000;

/** Gives `work` a folder of its own, which goes when it ends. */
export async function inScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Removes what processes have left that were killed: the whole of a video each. Returns how many folders. What belongs to
 * somebody else on this machine stays, and stops nobody from starting.
 */
export async function sweepScratch(now = Date.now()): Promise<number> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  let swept = 0;
  for (const directory of names.map((name) => join(tmpdir(), name))) {
    const made = await stat(directory).catch(() => null);
    if (!made || now - made.mtimeMs < abandonedMs) continue;
    await rm(directory, { recursive: true, force: true }).then(
      () => {
        swept += 1;
      },
      (error: unknown) => logger.warn({ err: error }, 'a folder that was left behind stays'),
    );
  }
  return swept;
}
