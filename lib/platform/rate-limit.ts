import { AppError } from '@/lib/errors';
import { inTime } from './in-time';
import { logger } from './logger';
import { redis } from './redis';

/** A Redis that is away must not keep people from what needs it for nothing else. */
const answerWaitMs = 500;

/** Korea has no summer time. */
const seoulSeconds = 9 * 3600;

/**
 * Counts one use of `name` by `who` in a fixed window; a day's begins at midnight in Seoul. Throws rate.limited with the
 * seconds to wait. A Redis that is empty or away forgives everyone, which is what a limit may do.
 */
export async function limitRate(
  name: string,
  who: string,
  limit: number,
  windowSeconds: number,
): Promise<void> {
  const now = Math.floor(Date.now() / 1000) + seoulSeconds;
  const key = `limit:${name}:${who}:${Math.floor(now / windowSeconds)}`;
  if ((await inTime(countUse(key, windowSeconds), answerWaitMs, 0)) > limit)
    throw new AppError('rate.limited', { seconds: windowSeconds - (now % windowSeconds) });
}

async function countUse(key: string, lifeSeconds: number): Promise<number> {
  // What is asked of it now would be kept in memory, each use of a long outage, and counted for people long after it.
  if (redis().status === 'reconnecting') return 0;
  try {
    const [[, count] = []] = (await redis().multi().incr(key).expire(key, lifeSeconds).exec()) ?? [];
    return Number(count ?? 0);
  } catch (error) {
    logger.warn({ err: error, key }, 'a use was not counted');
    return 0;
  }
}
