import { Queue, Worker } from 'bullmq';
import type { Contender } from './contender';

/** BullMQ as its guide sets it up. What it acknowledges is in Redis alone; there is no transaction with other rows. */
export function bullmq(redisUrl: string): Contender {
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection });
  return {
    name: 'BullMQ',
    async add(job) {
      await queue.add('job', { job }, { attempts: 3, removeOnComplete: true });
    },
    async work(slots, onJob) {
      const worker = new Worker<{ job: number }>('bench', async ({ data }) => onJob(data.job), {
        connection,
        concurrency: slots,
      });
      await worker.waitUntilReady();
      return { close: () => worker.close() };
    },
    close: () => queue.close(),
  };
}
