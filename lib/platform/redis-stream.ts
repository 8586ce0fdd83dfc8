import type { Redis } from 'ioredis';
import { connectRedis, redis } from './redis';

/** One entry of a stream, held by this consumer until it is acknowledged. */
export interface StreamEntry {
  id: string;
  payload: string;
  /** How often it has been delivered, this time included. */
  deliveries: number;
}

export interface ConsumerOptions {
  stream: string;
  group: string;
  /** Names this consumer within the group; another process must have another name. */
  consumer: string;
}

export async function append(stream: string, payload: string): Promise<void> {
  await redis().xadd(stream, '*', 'payload', payload);
}

/** Payloads of every entry that is still in the stream, waiting or in work: acknowledged entries are deleted. */
export async function outstanding(stream: string): Promise<string[]> {
  const entries = await redis().xrange(stream, '-', '+');
  return entries.map(([, fields]) => fields[1] ?? '');
}

type RawEntry = [id: string, fields: string[]];

/** A member of a consumer group, on a connection of its own, because reading blocks. */
export class StreamConsumer {
  readonly #connection: Redis;

  constructor(private readonly options: ConsumerOptions) {
    this.#connection = connectRedis(`${options.consumer}:${options.stream}`);
  }

  /** The next entry: one whose consumer has been silent for `idleMs` first, then a new one, else null after `blockMs`. */
  async next(idleMs: number, blockMs: number): Promise<StreamEntry | null> {
    try {
      return (await this.#reclaim(idleMs)) ?? (await this.#read(blockMs));
    } catch (error) {
      // A new or emptied Redis knows no group yet.
      if (!(error instanceof Error && error.message.startsWith('NOGROUP'))) throw error;
      await this.#createGroup();
      return this.#read(blockMs);
    }
  }

  async #reclaim(idleMs: number): Promise<StreamEntry | null> {
    const { stream, group, consumer } = this.options;
    const reply = await this.#connection.xautoclaim(stream, group, consumer, idleMs, '0', 'COUNT', 1);
    const [entry] = reply[1] as RawEntry[];
    return entry ? this.#toEntry(entry) : null;
  }

  async #read(blockMs: number): Promise<StreamEntry | null> {
    const { stream, group, consumer } = this.options;
    const from = ['COUNT', 1, 'BLOCK', blockMs, 'STREAMS', stream, '>'] as const;
    const reply = await this.#connection.xreadgroup('GROUP', group, consumer, ...from);
    const [entry] = (reply as [string, RawEntry[]][] | null)?.[0]?.[1] ?? [];
    return entry ? this.#toEntry(entry) : null;
  }

  /** Keeps an entry from being reclaimed. JUSTID leaves the number of deliveries alone. */
  async heartbeat(id: string): Promise<void> {
    const { stream, group, consumer } = this.options;
    await redis().xclaim(stream, group, consumer, 0, id, 'JUSTID');
  }

  /** The last thing that happens to an entry. */
  async acknowledge(id: string): Promise<void> {
    const { stream, group } = this.options;
    await redis().multi().xack(stream, group, id).xdel(stream, id).exec();
  }

  close(): void {
    this.#connection.disconnect();
  }

  async #createGroup(): Promise<void> {
    const { stream, group } = this.options;
    try {
      await this.#connection.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
    } catch (error) {
      // Another consumer was faster.
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
    }
  }

  async #toEntry([id, fields]: RawEntry): Promise<StreamEntry> {
    const { stream, group } = this.options;
    const [pending] = (await redis().xpending(stream, group, id, id, 1)) as [
      string,
      string,
      number,
      number,
    ][];
    return { id, payload: fields[1] ?? '', deliveries: pending?.[3] ?? 1 };
  }
}
