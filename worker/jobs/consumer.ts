import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { PermanentError } from '@/lib/errors';
import { keepRelayed, settle } from '@/lib/outbox/service';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { isOutage } from '@/lib/platform/outage';
import { append, StreamConsumer, type StreamEntry } from '@/lib/platform/redis-stream';
import { consumerGroup, deadLetterStream, type Job, type JobStream } from '@/lib/protocol/jobs';
import { type Handlers, handle, parseJob } from './registry';

export interface Lease {
  heartbeatMs: number;
  /** Silence after which another worker takes an entry over. */
  reclaimAfterMs: number;
}

export const standardLease: Lease = { heartbeatMs: 5000, reclaimAfterMs: 15_000 };

export interface ConsumerSettings {
  stream: JobStream;
  handlers: Handlers;
  /** Called when a job is given up, so that its domain can say so. May be called again after a crash. */
  onDead(job: Job): Promise<void>;
  /** A job of this stream is tried until it succeeds, however often it fails: what it erases must not stay. */
  neverGivesUp?: boolean;
  lease?: Lease;
}

export interface Consumer extends Running {
  /** Whether it has nothing to do. */
  isIdle(): boolean;
}

const maxDeliveries = 3;
const blockMs = 2000;
const pauseAfterErrorMs = 1000;
const retryAfterFailureMs = 1000;
const retryAfterOutageMs = 3000;

/** Works through one stream, an entry at a time, until it is closed. Closing hands the entry at work back. */
export function startConsumer(settings: ConsumerSettings): Consumer {
  const { stream } = settings;
  const lease = settings.lease ?? standardLease;
  const mostDeliveries = settings.neverGivesUp ? Number.POSITIVE_INFINITY : maxDeliveries;
  const name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const consumer = new StreamConsumer({ stream, group: consumerGroup, consumer: name });
  const stopping = new AbortController();
  let atWork = false;
  const loop = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const entry = await consumer.next(lease.reclaimAfterMs, blockMs);
        atWork = entry !== null;
        // Read in the moment of closing: nobody has worked at it.
        if (entry && stopping.signal.aborted) await handBack(entry);
        else if (entry) await work(entry);
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.warn({ err: error, stream }, 'the consumer pauses after an error');
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs));
      } finally {
        atWork = false;
      }
    }
  }

  async function work(entry: StreamEntry): Promise<void> {
    const job = parseJob(entry.payload);
    if (!job) return bury(entry, null, 'unknown job');
    if (entry.deliveries > mostDeliveries) return bury(entry, job, 'delivered too often');
    const lost = new AbortController();
    const heartbeat = setInterval(() => {
      beat(entry, lost).catch((error: unknown) => logger.warn({ err: error, stream }, 'heartbeat'));
    }, lease.heartbeatMs);
    try {
      await handle(settings.handlers, job, { signal: AbortSignal.any([stopping.signal, lost.signal]) });
      await finish(entry);
    } catch (error) {
      if (!lost.signal.aborted) await handleFailure(entry, job, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async function beat(entry: StreamEntry, lost: AbortController): Promise<void> {
    const holding = await consumer.heartbeat(entry.id);
    if (holding === 'gone') await keepRelayed(entry.reference);
    if (holding === 'others') lost.abort(new Error('another worker has taken the job over'));
  }

  /** The outbox row first: while it is there, a Redis that loses the entry loses no job. */
  async function finish(entry: StreamEntry): Promise<void> {
    if ((await consumer.heartbeat(entry.id)) === 'others') return;
    await settle(entry.reference);
    await consumer.acknowledge(entry.id);
  }

  async function handleFailure(entry: StreamEntry, job: Job, error: unknown): Promise<void> {
    if (stopping.signal.aborted) return handBack(entry);
    logger.error({ err: error, job, deliveries: entry.deliveries }, 'the job failed');
    if (error instanceof PermanentError) return bury(entry, job, error.message);
    // A store that is away is not the job's fault: it waits for it, however long that takes.
    if (isOutage(error)) return handBack(entry, retryAfterOutageMs);
    if (entry.deliveries >= mostDeliveries) return bury(entry, job, `failed ${entry.deliveries} times`);
    await release(entry, retryAfterFailureMs * 2 ** (entry.deliveries - 1), entry.deliveries);
  }

  /** For another worker, or this one later, to take. It does not count as a delivery. */
  const handBack = (entry: StreamEntry, delayMs = 0) => release(entry, delayMs, entry.deliveries - 1);

  /** To be taken again after `delayMs`, or after the reclaim time where that is shorter. */
  async function release(entry: StreamEntry, delayMs: number, deliveries: number): Promise<void> {
    await consumer.release(entry.id, Math.max(0, lease.reclaimAfterMs - delayMs), deliveries);
  }

  async function bury(entry: StreamEntry, job: Job | null, why: string): Promise<void> {
    logger.error({ stream, payload: entry.payload, why }, 'the job goes to the dead letters');
    if (job) await settings.onDead(job);
    await append(deadLetterStream, JSON.stringify({ stream, payload: entry.payload, why }));
    await finish(entry);
  }

  return {
    isIdle: () => !atWork,
    async close() {
      stopping.abort(new Error('the worker stops'));
      consumer.close();
      await loop;
    },
  };
}
