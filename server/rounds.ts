import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '@/lib/platform/logger';

/** Calls `work` this often, but not while it is still at work. It is done again: a failure is worth a line, not more. */
export function every(ms: number, work: () => Promise<void>): NodeJS.Timeout {
  let working = false;
  return setInterval(async () => {
    if (working) return;
    working = true;
    await quietly(work());
    working = false;
  }, ms);
}

/** Never fails. */
export function quietly(work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => logger.warn({ err: error }, 'a regular check failed'));
}

/** Looks at so many at a time, evenly over a while: whoever talks meanwhile waits for one lot, not for all of them. */
export async function inLots<T>(
  items: readonly T[],
  { size, overMs }: { size: number; overMs: number },
  look: (lot: readonly T[]) => Promise<unknown>,
): Promise<void> {
  const pauseMs = overMs / Math.ceil(items.length / size);
  for (let start = 0; start < items.length; start += size) {
    await look(items.slice(start, start + size));
    if (pauseMs > 0 && start + size < items.length) await sleep(pauseMs);
  }
}
