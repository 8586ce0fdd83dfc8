import type { z } from 'zod';
import { logger } from '@/lib/platform/logger';
import type { inboxChannel, noticesChannel } from '@/lib/protocol/pubsub';
import type { Pace } from './pace';
import { Partitions } from './partitions';
import type { Subscriptions } from './subscriptions';

type Listener = (unread: number) => void;

/**
 * Changes within this time are counted once: those of several people, and what comes and is read at once by whoever has
 * it before their eyes, whose badge does not flash.
 */
const gatherMs = 200;
/** People whose badges are read in one query: when everybody comes back at once, that is a fraction of the work. */
const readAtOnce = 50;

interface Badge {
  /** Never changed in place. */
  listeners: readonly Listener[];
  /** What they were told last. Undefined: nothing yet. */
  told?: number | undefined;
}

type Hint = z.infer<typeof inboxChannel.message>;

/** One badge of every person that is connected here, read from the store whenever what it counts has changed. */
export class BadgeWatches {
  readonly #badges = new Map<string, Badge>();
  /** Whose badge is to be read. */
  readonly #changed = new Set<string>();
  /** Whose badge is being read. */
  readonly #asked = new Set<string>();
  #reading = false;
  readonly #partitions: Partitions<Hint>;

  constructor(
    subscriptions: Subscriptions,
    private readonly pace: Pace,
    channel: typeof inboxChannel | typeof noticesChannel,
    private readonly count: (userIds: readonly string[]) => Promise<ReadonlyMap<string, number>>,
  ) {
    this.#partitions = new Partitions<Hint>(subscriptions, channel, (hint) => this.#onHint(hint));
  }

  watch(userId: string, listener: Listener): () => void {
    const badge: Badge = this.#badges.get(userId) ?? { listeners: [] };
    badge.listeners = [...badge.listeners, listener];
    this.#badges.set(userId, badge);
    void this.#partitions.join(userId).then(() => this.#readSoon([userId]));
    return () => {
      this.#partitions.leave(userId);
      badge.listeners = badge.listeners.filter((other) => other !== listener);
      if (badge.listeners.length === 0) this.#badges.delete(userId);
    };
  }

  /** Reads every badge anew: hints may have been lost. */
  check(): void {
    this.#readSoon(this.#badges.keys());
  }

  /** A number that is the same is told at once, unless another one is on its way. */
  #onHint({ userId, sameCount }: Hint): void {
    const told = this.#badges.get(userId)?.told;
    if (!sameCount || told === undefined) this.#readSoon([userId]);
    else if (!this.#changed.has(userId) && !this.#asked.has(userId)) this.#tell(userId, told);
  }

  #readSoon(userIds: Iterable<string>): void {
    for (const userId of userIds) if (this.#badges.has(userId)) this.#changed.add(userId);
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
    for (const userId of userIds) this.#asked.add(userId);
    try {
      const unread = await this.pace.run(() => this.count(userIds));
      for (const userId of userIds) this.#tell(userId, unread.get(userId) ?? 0);
    } catch (error) {
      // What they were told last is worth nothing now: whatever changes next has it counted.
      for (const userId of userIds) this.#forget(userId);
      throw error;
    } finally {
      for (const userId of userIds) this.#asked.delete(userId);
    }
  }

  #forget(userId: string): void {
    const badge = this.#badges.get(userId);
    if (badge) badge.told = undefined;
  }

  #tell(userId: string, unread: number): void {
    const badge = this.#badges.get(userId);
    if (!badge) return;
    badge.told = unread;
    for (const listener of badge.listeners) listener(unread);
  }
}
