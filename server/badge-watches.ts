import type { Viewer } from '@/lib/accounts/schema';
import { logger } from '@/lib/platform/logger';
import type { inboxChannel, noticesChannel } from '@/lib/protocol/pubsub';
import type { Pace } from './pace';
import { Partitions } from './partitions';
import type { Subscriptions } from './subscriptions';

type Listener = (unread: number) => void;

/** News for one person within this time are told once. */
const gatherMs = 50;

/** One badge of every person that is connected here, read from the store whenever what it counts has changed. */
export class BadgeWatches {
  readonly #listeners = new Map<string, { viewer: Viewer; listeners: Set<Listener> }>();
  readonly #gathering = new Set<string>();
  readonly #partitions: Partitions<{ userId: string }>;

  constructor(
    subscriptions: Subscriptions,
    private readonly pace: Pace,
    channel: typeof inboxChannel | typeof noticesChannel,
    private readonly count: (viewer: Viewer) => Promise<number>,
  ) {
    this.#partitions = new Partitions(subscriptions, channel, ({ userId }) => this.#changed(userId));
  }

  watch(viewer: Viewer, listener: Listener): () => void {
    const person = this.#listeners.get(viewer.id) ?? { viewer, listeners: new Set() };
    this.#listeners.set(viewer.id, person);
    person.listeners.add(listener);
    void this.#partitions.join(viewer.id).then(() => this.#changed(viewer.id));
    return () => {
      this.#partitions.leave(viewer.id);
      person.listeners.delete(listener);
      if (person.listeners.size === 0) this.#listeners.delete(viewer.id);
    };
  }

  /** Reads every badge anew: hints may have been lost. */
  check(): void {
    for (const userId of this.#listeners.keys()) this.#changed(userId);
  }

  #changed(userId: string): void {
    if (!this.#listeners.has(userId) || this.#gathering.has(userId)) return;
    this.#gathering.add(userId);
    setTimeout(() => {
      this.#gathering.delete(userId);
      this.#tell(userId).catch((error: unknown) => logger.warn({ err: error }, 'the badge was not read'));
    }, gatherMs);
  }

  async #tell(userId: string): Promise<void> {
    const person = this.#listeners.get(userId);
    if (!person) return;
    const unread = await this.pace.run(() => this.count(person.viewer));
    for (const listener of person.listeners) listener(unread);
  }
}
