import { enqueue } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { startConsumer } from '@/worker/jobs/consumer';
import type { Handlers } from '@/worker/jobs/registry';
import { startRelay } from '@/worker/jobs/relay';
import type { Contender } from './contender';

const unexpected = async (): Promise<never> => {
  throw new Error('no such job was written');
};

/** The product's own relay and consumers, with a job that does nothing in the place of a photo. */
export const ours: Contender = {
  name: 'BitMarket',
  add: (job) => mysql().transaction((tx) => enqueue(tx, { kind: 'photo.process', mediaId: `${job}` })),
  async work(slots, onJob) {
    const handlers: Handlers = {
      'photo.process': async ({ mediaId }) => onJob(Number(mediaId)),
      'scan.process': unexpected,
      'scan.conclude': unexpected,
      'scan.erase': unexpected,
      'media.erase': unexpected,
      'account.erase': unexpected,
    };
    const consumers = Array.from({ length: slots }, () =>
      startConsumer({ stream: 'jobs:photos', handlers, onDead: unexpected }),
    );
    const parts = [startRelay(() => false), ...consumers];
    return { close: async () => void (await Promise.all(parts.map((part) => part.close()))) };
  },
  close: async () => undefined,
};
