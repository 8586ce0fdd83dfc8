import { setTimeout as sleep } from 'node:timers/promises';

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
