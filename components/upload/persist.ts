import type { Outcome } from '@/components/outcome';

const firstDelayMs = 1000;
const longestDelayMs = 30_000;
/** With these delays about twenty minutes. A lost network is not counted: that one is waited for. */
const maxAttempts = 40;

/** Milliseconds before attempt `number` (from 1): doubled each time, with chance in it so that parts do not come in step. */
export function delayMs(number: number, chance = Math.random()): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (number - 1));
  return full / 2 + (full / 2) * chance;
}

/** Which failures pass by themselves. All others are told at once. */
const passing = new Set(['offline', 'internal', 'rate.limited']);

/**
 * Tries until it works, until the failure is one that does not pass, or until it is aborted: then it rejects.
 * @param onWaiting told true while it waits for another attempt
 */
export async function persist<T>(
  attempt: () => Promise<Outcome<T>>,
  signal: AbortSignal,
  onWaiting: (waiting: boolean) => void = () => undefined,
): Promise<Outcome<T>> {
  for (let failed = 0; ; ) {
    signal.throwIfAborted();
    const outcome = await attempt();
    if (outcome.ok || !passing.has(outcome.error.code)) return outcome;
    const { code, details } = outcome.error;
    if (code !== 'offline') failed += 1;
    if (failed >= maxAttempts) return outcome;
    onWaiting(true);
    const asked = code === 'rate.limited' ? Number(details.seconds ?? 0) * 1000 : 0;
    await pause(Math.max(asked, delayMs(Math.max(1, failed))), signal);
    onWaiting(false);
  }
}

/** Ends early when the network comes back. Rejects when aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', done);
      signal.removeEventListener('abort', aborted);
    };
    const done = () => {
      end();
      resolve();
    };
    const aborted = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener?.('online', done);
    signal.addEventListener('abort', aborted);
  });
}
