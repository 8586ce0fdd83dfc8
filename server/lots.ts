import { setTimeout as sleep } from 'node:timers/promises';

/** How a look at very many goes by: whoever talks meanwhile waits for one lot, not for all of them. */
export interface Spread {
  /** Evenly over this time, besides what the looking takes. */
  overMs: number;
  /** Nothing more is looked at once it is aborted. */
  signal?: AbortSignal;
}

/** One lot after the other without a pause. */
export const atOnce: Spread = { overMs: 0 };

/** Waits, though not for a `signal` that is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined);
}

/** Looks at `size` of them at a time. */
export async function inLots<T>(
  items: readonly T[],
  size: number,
  { overMs, signal }: Spread,
  look: (lot: readonly T[]) => Promise<unknown>,
): Promise<void> {
  const pauseMs = overMs / Math.ceil(items.length / size);
  for (let start = 0; start < items.length && !signal?.aborted; start += size) {
    await look(items.slice(start, start + size));
    if (pauseMs > 0 && start + size < items.length) await pause(pauseMs, signal);
  }
}
