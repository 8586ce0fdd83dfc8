import type { Running } from './lifecycle';
import { logger } from './logger';

/**
 * Runs a task again and again, `intervalMs` after each end. An error is logged and the next turn tries again.
 * @param task answers true when there is more to do: then its next turn comes at once
 */
export function every(name: string, intervalMs: number, task: () => Promise<unknown>): Running {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let turn = Promise.resolve();
  const next = (answer: unknown) => {
    if (!closed) timer = setTimeout(start, answer === true ? 0 : intervalMs);
  };
  const start = () => {
    turn = task()
      .catch((error: unknown) => logger.warn({ err: error, task: name }, 'the task failed'))
      .then(next);
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
