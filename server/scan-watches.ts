import { logger } from '@/lib/platform/logger';
import { channelName, connectRedis } from '@/lib/platform/redis';
import { scanChannel } from '@/lib/protocol/pubsub';
import type { ScanState } from '@/lib/protocol/scan-state';

type Listener = (scan: ScanState) => void;

/** Which sockets of this server watch which scans: one Redis subscription per scan, however many sockets. */
export class ScanWatches {
  readonly #subscriber = connectRedis('scan-watches');
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor() {
    this.#subscriber.on('message', (channel: string, message: string) => this.#deliver(channel, message));
  }

  /** Calls `listener` at every change until the returned function is called. */
  async watch(scanId: string, listener: Listener): Promise<() => void> {
    const channel = channelName(scanChannel.name(scanId));
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    await this.#subscriber.subscribe(channel);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.#listeners.delete(channel);
      void this.#subscriber.unsubscribe(channel).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#subscriber.disconnect();
  }

  #deliver(channel: string, message: string): void {
    try {
      const scan = scanChannel.message.parse(JSON.parse(message));
      for (const listener of this.#listeners.get(channel) ?? []) listener(scan);
    } catch (error) {
      logger.error({ err: error, channel }, 'a message on the channel does not parse');
    }
  }
}
