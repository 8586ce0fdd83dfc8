import { logger } from '@/lib/platform/logger';
import { scanChannel } from '@/lib/protocol/pubsub';
import type { ScanState } from '@/lib/protocol/scan-state';
import type { Subscriptions } from './subscriptions';

/** Which sockets of this server watch which scans. */
export class ScanWatches {
  readonly #readings = new Set<() => Promise<void>>();

  constructor(private readonly subscriptions: Subscriptions) {}

  /**
   * Calls `listener` at every change until the returned function is called.
   * @param read reads the scan from the store: called once nothing more is missed, which waits as long as Redis is away,
   * and whenever a change may have been lost
   */
  watch(scanId: string, listener: (scan: ScanState) => void, read: () => Promise<void>): () => void {
    const { ready, stop } = this.subscriptions.listen(
      scanChannel.name(scanId),
      scanChannel.message,
      listener,
    );
    this.#readings.add(read);
    void ready.then(() => this.#read(read));
    return () => {
      this.#readings.delete(read);
      stop();
    };
  }

  /** Has every watched scan read anew. */
  async check(): Promise<void> {
    for (const read of [...this.#readings]) await this.#read(read);
  }

  /** Unless nobody watches any more. */
  async #read(read: () => Promise<void>): Promise<void> {
    if (!this.#readings.has(read)) return;
    await read().catch((error: unknown) => logger.warn({ err: error }, 'a watched scan was not read'));
  }
}
