import { logger } from '@/lib/platform/logger';
import type { inboxChannel, noticesChannel } from '@/lib/protocol/pubsub';
import type { Pace } from './pace';
import { Partitions } from './partitions';
import type { Subscriptions } from './subscriptions';

type Listener = (unread: number) => void;

/** News within this time are told once. */
const gatherMs = 50;
/** People whose badges are read in one query: when everybody comes back at once, that is a fraction of the work. */
const readAtOnce = 50;

/** One badge of every person that is connected here, read from the store whenever what it counts has changed. */
export class BadgeWatches {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #changed = new Set<string>();
  #reading = false;
  readonly #partitions: Partitions<{ userId: string }>;

  constructor(
    subscriptions: Subscriptions,
    private readonly pace: Pace,
    channel: typeof inboxChannel | typeof noticesChannel,
    private readonly count: (userIds: readonly string[]) => Promise<ReadonlyMap<string, number>>,
  ) {
    this.#partitions = new Partitions(subscriptions, channel, ({ userId }) => this.#readSoon([userId]));
  }

  watch(userId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(userId) ?? new Set();
    this.#listeners.set(userId, listeners.add(listener));
    void this.#partitions.join(userId).then(() => this.#readSoon([userId]));
    return () => {
      this.#partitions.leave(userId);
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(userId);
    };
  }

  /** Reads every badge anew: hints may have been lost. */
  check(): void {
    this.#readSoon(this.#listeners.keys());
  }

  #readSoon(userIds: Iterable<string>): void {
    for (const userId of userIds) if (this.#listeners.has(userId)) this.#changed.add(userId);
    if (this.#reading || this.#changed.size === 0) return;
    this.#reading = true;
    setTimeout(() => void this.#readAll(), gatherMs);
  }

  /** One reading after the other, so that no older number comes after a newer one. */
  async #readAll(): Promise<void> {
    while (this.#changed.size > 0) {
      const userIds = [...this.#changed].slice(0, readAtOnce);
      for (const userId of userIds) this.#changed.delete(userId);
      await this.#read(userIds).catch((error: unknown) =>
        logger.warn({ err: error }, 'some badges were not read'),
      );
    }
    this.#reading = false;
  }

  async #read(userIds: readonly string[]): Promise<void> {
    const unread = await this.pace.run(() => this.count(userIds));
    for (const userId of userIds)
      for (const listener of this.#listeners.get(userId) ?? []) listener(unread.get(userId) ?? 0);
  }
}
