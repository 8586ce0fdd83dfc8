import type { Redis } from 'ioredis';
import { connectRedis, redis } from './redis';

/** What an entry carries. */
export interface StreamMessage {
  payload: string;
  /** What the sender wants to recognise it by; empty when nothing was given. */
  reference: string;
}

/** One entry of a stream, held by this consumer until it is acknowledged. */
export interface StreamEntry extends StreamMessage {
  id: string;
  /** How often it has been delivered, this time included and hand-overs left out. */
  deliveries: number;
}

export interface ConsumerOptions {
  stream: string;
  group: string;
  /** Names this consumer within the group; another consumer must have another name. */
  consumer: string;
}

/** Whose an entry is. `gone`: nobody's, because it was acknowledged or Redis lost it. */
export type Holding = 'ours' | 'others' | 'gone';

export async function append(stream: string, payload: string, reference = ''): Promise<void> {
  await redis().xadd(stream, '*', 'payload', payload, 'reference', reference);
}

/** Every entry that is still in the stream, waiting or in work: acknowledged entries are deleted. */
export async function outstanding(stream: string): Promise<StreamMessage[]> {
  const entries = await redis().xrange(stream, '-', '+');
  return entries.map(([, fields]) => toMessage(fields));
}

const toMessage = ([, payload = '', , reference = '']: string[]): StreamMessage => ({ payload, reference });

type RawEntry = [id: string, fields: string[]];

/**
 * Does something to an entry only while this consumer holds it: a consumer that slept past its lease must neither take
 * the entry back nor acknowledge it under its new holder. KEYS: stream. ARGV: group, consumer, id.
 */
const ifOurs = (action: string) => `
  local found = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
  if found.err or #found == 0 then return 'gone' end
  if found[1][2] ~= ARGV[2] then return 'others' end
  ${action}
  return 'ours'`;

const scripts = {
  keep: ifOurs(`redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')`),
  release: ifOurs(
    `redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'IDLE', ARGV[4], 'RETRYCOUNT', ARGV[5], 'JUSTID')`,
  ),
  acknowledge: ifOurs(`redis.call('XACK', KEYS[1], ARGV[1], ARGV[3]); redis.call('XDEL', KEYS[1], ARGV[3])`),
};

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

  /** Looks through all that is held by anyone: XAUTOCLAIM itself stops after ten entries and says where. */
  async #reclaim(idleMs: number): Promise<StreamEntry | null> {
    const { stream, group, consumer } = this.options;
    let cursor = '0-0';
    do {
      const reply = await this.#connection.xautoclaim(stream, group, consumer, idleMs, cursor, 'COUNT', 1);
      const [entry] = reply[1] as RawEntry[];
      if (entry) return this.#toEntry(entry);
      cursor = String(reply[0]);
    } while (cursor !== '0-0');
    return null;
  }

  async #read(blockMs: number): Promise<StreamEntry | null> {
    const { stream, group, consumer } = this.options;
    const from = ['COUNT', 1, 'BLOCK', blockMs, 'STREAMS', stream, '>'] as const;
    const reply = await this.#connection.xreadgroup('GROUP', group, consumer, ...from);
    const [entry] = (reply as [string, RawEntry[]][] | null)?.[0]?.[1] ?? [];
    return entry ? this.#toEntry(entry) : null;
  }

  /** Keeps an entry from being reclaimed. The number of deliveries stays as it is. */
  async heartbeat(id: string): Promise<Holding> {
    return this.#run('keep', id);
  }

  /**
   * Gives an entry back, so that it counts as silent for `idleMs` from now on: `next` of any consumer takes it as soon
   * as that is enough for it. `deliveries` is what it will have been delivered until then.
   */
  async release(id: string, idleMs: number, deliveries: number): Promise<Holding> {
    return this.#run('release', id, idleMs, deliveries);
  }

  /** The last thing that happens to an entry. */
  async acknowledge(id: string): Promise<Holding> {
    return this.#run('acknowledge', id);
  }

  close(): void {
    this.#connection.disconnect();
  }

  async #run(script: keyof typeof scripts, id: string, ...rest: number[]): Promise<Holding> {
    const { stream, group, consumer } = this.options;
    return (await redis().eval(scripts[script], 1, stream, group, consumer, id, ...rest)) as Holding;
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
    return { id, ...toMessage(fields), deliveries: pending?.[3] ?? 1 };
  }
}

/** Forgets consumers that hold nothing and have been silent for long: every process that ever ran leaves some. */
export async function forgetConsumers(stream: string, group: string, silentMs: number): Promise<void> {
  const known = (await redis()
    .xinfo('CONSUMERS', stream, group)
    .catch(() => [])) as (string | number)[][];
  for (const [, name, , pending, , idle] of known) {
    if (pending === 0 && Number(idle) > silentMs)
      await redis().xgroup('DELCONSUMER', stream, group, String(name));
  }
}
