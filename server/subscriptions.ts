import type { z } from 'zod';
import { logger } from '@/lib/platform/logger';
import { channelName, connectRedis } from '@/lib/platform/redis';

type Listener = (text: string) => void;

/** The channels that this server listens to, over one connection: each is subscribed once, however many listen. */
export class Subscriptions {
  readonly #subscriber = connectRedis('subscriptions');
  readonly #listeners = new Map<string, Set<Listener>>();
  #opened = false;

  /** @param onReconnected called when the connection is back: what was published meanwhile is lost */
  constructor(onReconnected: () => void) {
    this.#subscriber.on('message', (channel: string, text: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(text);
    });
    this.#subscriber.on('ready', () => {
      if (this.#opened) onReconnected();
      this.#opened = true;
    });
  }

  /** Listens until `stop` is called. `ready` is when nothing more is missed; it waits as long as Redis is away. */
  listen<T>(
    name: string,
    schema: z.ZodType<T>,
    onMessage: (message: T) => void,
  ): { ready: Promise<void>; stop(): void } {
    const channel = channelName(name);
    const listener = (text: string) => {
      try {
        onMessage(schema.parse(JSON.parse(text)));
      } catch (error) {
        logger.error({ err: error, channel }, 'a message on the channel does not parse');
      }
    };
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    const ready = this.#subscriber.subscribe(channel).then(
      () => undefined,
      () => undefined,
    );
    return { ready, stop: () => this.#stop(channel, listeners, listener) };
  }

  close(): void {
    this.#subscriber.disconnect();
  }

  #stop(channel: string, listeners: Set<Listener>, listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size > 0 || this.#listeners.get(channel) !== listeners) return;
    this.#listeners.delete(channel);
    void this.#subscriber.unsubscribe(channel).catch(() => undefined);
  }
}
