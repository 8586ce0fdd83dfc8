const firstMs = 500;
const longestMs = 15_000;

/**
 * The pause before the next connection: doubled each time, and spread by `random` (0 to 1), so that thousands of
 * browsers do not come back to a restarted server in the same instant.
 */
export function reconnectDelayMs(attempts: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts, 20));
  return full / 2 + (full / 2) * random;
}
