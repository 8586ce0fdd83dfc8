import { env } from '@/lib/env';
import { logger } from './logger';

export interface Running {
  close(): Promise<void>;
}

/** How often a child looks whether its launcher still lives. */
const launcherCheckMs = 1000;
/**
 * Stores may end at the same moment as we do, and a connection to one that is gone can wait for long. Within this time
 * after kill -9 of the launcher everything is gone, and within the ten seconds that containers give.
 */
const closeTimeoutMs = 8000;

/**
 * Runs a process from its start to its end: closes on TERM and INT, ends itself when the launcher that started it is
 * gone (kill -9 leaves no orphan), and exits with 1 when the start fails.
 */
export async function runProcess(name: string, start: () => Promise<Running>): Promise<void> {
  logger.level = env().LOG_LEVEL;
  const starting = start();
  let closing = false;
  const close = async (why: string) => {
    if (closing) return;
    closing = true;
    logger.info(`${name} stops: ${why}`);
    setTimeout(() => {
      logger.error(`${name} did not stop within ${closeTimeoutMs / 1000} s`);
      process.exit(1);
    }, closeTimeoutMs).unref();
    await starting
      .then((running) => running.close())
      .catch((error: unknown) => logger.error({ err: error }, `${name} did not stop cleanly`));
    process.exit(0);
  };
  // Before the start is over: what it has begun by then is to be closed as well.
  process.on('SIGTERM', () => void close('SIGTERM'));
  process.on('SIGINT', () => void close('SIGINT'));
  try {
    await starting;
  } catch (error) {
    logger.error({ err: error }, `${name} could not start`);
    process.exit(1);
  }
  watchLauncher(() => void close('its launcher is gone'));
  logger.info(`${name} is up`);
}

function watchLauncher(onGone: () => void): void {
  const launcher = env().LAUNCHER_PID;
  if (launcher === undefined) return;
  setInterval(() => {
    try {
      process.kill(launcher, 0);
    } catch {
      onGone();
    }
  }, launcherCheckMs).unref();
}
