/**
 * Runs once, before the web process answers anything: what one that was killed had on its disk goes.
 *
 * next-auth reads its own address from the process environment. PUBLIC_URL is the one setting that all public
 * addresses come from, so it is copied here, in the only place that writes to the environment.
 */
export async function register(): Promise<void> {
  const { env } = await import('@/lib/env');
  process.env.NEXTAUTH_URL = env().PUBLIC_URL;
  const { sweepScratch } = await import('@/lib/media/scratch');
  await sweepScratch();
}
