import { AppError } from '@/lib/errors';
import { redis } from './redis';

/**
 * Counts one use of `name` by `who` in a fixed window. Throws rate.limited with the seconds to wait.
 * An empty Redis forgives everyone, which is what a limit may do.
 */
export async function limitRate(
  name: string,
  who: string,
  limit: number,
  windowSeconds: number,
): Promise<void> {
  const key = `limit:${name}:${who}:${Math.floor(Date.now() / 1000 / windowSeconds)}`;
  const count = await redis().incr(key);
  if (count === 1) await redis().expire(key, windowSeconds);
  if (count > limit) {
    throw new AppError('rate.limited', {
      seconds: windowSeconds - (Math.floor(Date.now() / 1000) % windowSeconds),
    });
  }
}
