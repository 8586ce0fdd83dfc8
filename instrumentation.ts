const sweepIntervalMs = 3600 * 1000;

/**
 * Runs once, before the web process answers anything: what one that was killed had on its disk goes, at once or, where that
 * has only just happened, some hours later.
 *
 * next-auth reads its own address from the process environment. PUBLIC_URL is the one setting that all public
 * addresses come from, so it is copied here, in the only place that writes to the environment.
 */
export async function register(): Promise<void> {
  const { env } = await import('@/lib/env');
  process.env.NEXTAUTH_URL = env().PUBLIC_URL;
  const { sweepScratch } = await import('@/lib/media/scratch');
  await sweepScratch();
  const { logger } = await import('@/lib/platform/logger');
  const sweep = () =>
    sweepScratch().catch((error: unknown) => logger.warn({ err: error }, 'scratch space was not swept'));
  setInterval(sweep, sweepIntervalMs).unref();
}
