import { TokenBucket } from '@/lib/platform/token-bucket';

/**
 * Lets tasks begin in the order in which they came, so many at a time and so many a second: what ten thousand browsers
 * ask for that come back at once must not take the store away from those who talk.
 */
export class Pace {
  readonly #waiting: (() => void)[] = [];
  readonly #bucket: TokenBucket;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    perSecond: number,
    private readonly atOnce: number,
  ) {
    this.#bucket = new TokenBucket(Math.ceil(perSecond / 10), perSecond);
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#next();
    });
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#running < this.atOnce && this.#timer === undefined) {
      if (this.#bucket.take() > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#next();
        }, retryMs);
        return;
      }
      this.#running += 1;
      this.#waiting.shift()?.();
    }
  }
}

const retryMs = 10;
