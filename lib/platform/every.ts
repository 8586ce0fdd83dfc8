import type { Running } from './lifecycle';
import { logger } from './logger';

/** A store that is away is away for seconds: a task that fails at once need not be tried, and logged, more often. */
const leastPauseAfterErrorMs = 1000;

/**
 * Runs a task again and again, `intervalMs` after each end. An error is logged and the next turn, not at once, tries again.
 * @param task answers true when there is more to do: then its next turn comes at once
 */
export function every(name: string, intervalMs: number, task: () => Promise<unknown>): Running {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let turn = Promise.resolve();
  const startIn = (ms: number) => {
    if (!closed) timer = setTimeout(start, ms);
  };
  const start = () => {
    turn = task().then(
      (answer) => startIn(answer === true ? 0 : intervalMs),
      (error: unknown) => {
        logger.warn({ err: error, task: name }, 'the task failed');
        startIn(Math.max(intervalMs, leastPauseAfterErrorMs));
      },
    );
  };
  start();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
