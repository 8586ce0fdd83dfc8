import { hostname } from 'node:os';
import { PermanentError } from '@/lib/errors';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { append, StreamConsumer, type StreamEntry } from '@/lib/platform/redis-stream';
import { consumerGroup, deadLetterStream, type Job, type JobStream } from '@/lib/protocol/jobs';
import { type Handlers, handle, parseJob } from './registry';

export interface ConsumerSettings {
  stream: JobStream;
  handlers: Handlers;
  /** Called once when a job is given up, so that its domain can say so. */
  onDead(job: Job): Promise<void>;
  heartbeatMs?: number;
  /** Silence after which another worker takes an entry over. */
  reclaimAfterMs?: number;
}

const maxDeliveries = 3;
const blockMs = 2000;
const pauseAfterErrorMs = 1000;

const consumerName = `${hostname()}:${process.pid}`;

/** Works through one stream, an entry at a time, until it is closed. Closing hands the entry at work back. */
export function startConsumer(settings: ConsumerSettings): Running {
  const { stream } = settings;
  const consumer = new StreamConsumer({ stream, group: consumerGroup, consumer: consumerName });
  const stopping = new AbortController();
  const loop = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const entry = await consumer.next(settings.reclaimAfterMs ?? 15_000, blockMs);
        if (entry && !stopping.signal.aborted) await process(entry);
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.warn({ err: error, stream }, 'the consumer pauses after an error');
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs));
      }
    }
  }

  async function process(entry: StreamEntry): Promise<void> {
    const job = parseJob(entry.payload);
    if (!job) return bury(entry, null, 'unknown job');
    if (entry.deliveries > maxDeliveries) return bury(entry, job, 'delivered too often');
    const heartbeat = setInterval(() => {
      consumer
        .heartbeat(entry.id)
        .catch((error: unknown) => logger.warn({ err: error, stream }, 'heartbeat'));
    }, settings.heartbeatMs ?? 5000);
    try {
      await handle(settings.handlers, job, { signal: stopping.signal });
      await consumer.acknowledge(entry.id);
    } catch (error) {
      if (stopping.signal.aborted) return;
      logger.error({ err: error, job, deliveries: entry.deliveries }, 'the job failed');
      // Without an acknowledgement the entry is delivered again once its silence is long enough.
      if (error instanceof PermanentError) await bury(entry, job, error.message);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async function bury(entry: StreamEntry, job: Job | null, why: string): Promise<void> {
    logger.error({ stream, payload: entry.payload, why }, 'the job goes to the dead letters');
    if (job) await settings.onDead(job);
    await append(deadLetterStream, JSON.stringify({ stream, payload: entry.payload, why }));
    await consumer.acknowledge(entry.id);
  }

  return {
    async close() {
      stopping.abort();
      consumer.close();
      await loop;
    },
  };
}
