import { messagesAfter, newestMessages } from '@/lib/chat/messages';
import { logger } from '@/lib/platform/logger';
import type { Metrics, ResyncCause } from './metrics';
import type { Pace } from './pace';
import { give, type Watcher } from './watcher';

/** Gives watchers from the store what no hint has brought them. */
export class MissedMessages {
  readonly #reading = new Map<Watcher, { again: boolean }>();

  constructor(
    private readonly metrics: Metrics,
    private readonly pace: Pace,
    private readonly onUnread: () => void,
  ) {}

  /** Reads what this watcher has not been given. Never throws: `onUnread` is called where the store does not answer. */
  async read(conversationId: string, watcher: Watcher, cause: ResyncCause): Promise<void> {
    const running = this.#reading.get(watcher);
    if (running) {
      running.again = true;
      return;
    }
    this.metrics.resync(cause);
    const reading = { again: true };
    this.#reading.set(watcher, reading);
    try {
      while (reading.again) {
        reading.again = false;
        await this.#readOnce(conversationId, watcher);
      }
    } catch (error) {
      this.onUnread();
      logger.warn({ err: error, conversationId }, 'what was missed could not be read');
    } finally {
      this.#reading.delete(watcher);
    }
  }

  async #readOnce(conversationId: string, watcher: Watcher): Promise<void> {
    const { delivered, known } = watcher;
    const missed = await this.pace.run(() => messagesAfter(conversationId, delivered, known));
    if (missed) {
      give(watcher, missed);
      return;
    }
    this.metrics.resync('reset');
    const newest = await newestMessages(conversationId);
    watcher.delivered = newest.at(-1)?.seq ?? 0;
    watcher.onReset(newest);
  }
}
