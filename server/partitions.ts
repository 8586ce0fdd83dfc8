import type { z } from 'zod';
import type { Subscriptions } from './subscriptions';

interface Partition {
  users: number;
  ready: Promise<void>;
  stop(): void;
}

/** Channels that many ids share: one subscription and one parse per partition, however many ids of it are of interest. */
export class Partitions<T> {
  readonly #open = new Map<string, Partition>();

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly channel: { name(id: string): string; message: z.ZodType<T> },
    private readonly onMessage: (message: T) => void,
  ) {}

  /** Takes an interest in this id. Resolves when nothing of it is missed any more, which needs Redis. */
  join(id: string): Promise<void> {
    const name = this.channel.name(id);
    const partition = this.#open.get(name) ?? {
      users: 0,
      ...this.subscriptions.listen(name, this.channel.message, this.onMessage),
    };
    partition.users += 1;
    this.#open.set(name, partition);
    return partition.ready;
  }

  leave(id: string): void {
    const name = this.channel.name(id);
    const partition = this.#open.get(name);
    if (!partition) return;
    partition.users -= 1;
    if (partition.users > 0) return;
    this.#open.delete(name);
    partition.stop();
  }
}
