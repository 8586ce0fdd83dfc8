import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { logger } from '@/lib/platform/logger';
import { channelName } from '@/lib/platform/redis';
import { connectSubscriber, type Subscriber } from '@/lib/platform/subscriber';

type Listener = (text: string) => void;

/** How long after a failure a channel is subscribed again. */
const retryMs = 500;

/** The channels that this server listens to, over one connection: each is subscribed once, however many listen. */
export class Subscriptions {
  readonly #subscriber: Subscriber;
  readonly #listeners = new Map<string, Set<Listener>>();
  #opened = false;

  /** @param onReconnected called when the connection is back: what was published meanwhile is lost */
  constructor(onReconnected: () => void) {
    this.#subscriber = connectSubscriber({
      onMessage: (channel, text) => {
        for (const listener of this.#listeners.get(channel) ?? []) listener(text);
      },
      onReady: () => {
        if (this.#opened) onReconnected();
        this.#opened = true;
      },
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
    return { ready: this.#subscribe(channel), stop: () => this.#stop(channel, listeners, listener) };
  }

  close(): void {
    this.#listeners.clear();
    this.#subscriber.disconnect();
  }

  /** Again until it succeeds, as when a cluster's node is away, or until nobody listens any more. */
  async #subscribe(channel: string): Promise<void> {
    while (this.#listeners.has(channel))
      try {
        await this.#subscriber.subscribe(channel);
        return;
      } catch (error) {
        logger.debug({ err: error, channel }, 'not subscribed yet');
        await sleep(retryMs);
      }
  }

  #stop(channel: string, listeners: Set<Listener>, listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size > 0 || this.#listeners.get(channel) !== listeners) return;
    this.#listeners.delete(channel);
    void this.#subscriber.unsubscribe(channel).catch(() => undefined);
  }
}
