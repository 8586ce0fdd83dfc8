import { AppError } from '@/lib/errors';
import { TokenBucket } from '@/lib/platform/token-bucket';

/** Uses at once, and uses per second in the long run. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** People type slowly; this leaves room for a queue that is sent after hours without a network. */
export const messageRate: Rate = { burst: 30, perSecond: 2 };
export const frameRate: Rate = { burst: 120, perSecond: 20 };

/** One bucket per person, whichever of this server's sockets they use. */
export class Rates {
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(private readonly rate: Rate) {}

  /** Throws rate.limited with the seconds to wait. */
  take(userId: string): void {
    const bucket = this.#buckets.get(userId) ?? new TokenBucket(this.rate.burst, this.rate.perSecond);
    this.#buckets.set(userId, bucket);
    const seconds = bucket.take();
    if (seconds > 0) throw new AppError('rate.limited', { seconds });
  }

  /** Forgets those who have been quiet. */
  sweep(): void {
    for (const [userId, bucket] of this.#buckets) if (bucket.full) this.#buckets.delete(userId);
  }
}
