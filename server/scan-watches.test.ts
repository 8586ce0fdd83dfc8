import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScanWatches } from './scan-watches';
import { Subscriptions } from './subscriptions';

let subscriptions: Subscriptions;

beforeAll(() => {
  subscriptions = new Subscriptions(() => undefined);
});
afterAll(() => subscriptions.close());

test('where changes may have been lost every watched scan is read, also after one that could not be', async () => {
  const watches = new ScanWatches(subscriptions);
  const read: string[] = [];
  const watch = (scanId: string, reading: () => Promise<void>) =>
    watches.watch(scanId, () => undefined, reading);
  watch('scn_broken', () => Promise.reject(new Error('away')));
  const stop = watch('scn_seen', async () => {
    read.push('scn_seen');
  });
  await expect.poll(() => read, { message: 'once nothing more is missed' }).toEqual(['scn_seen']);
  await watches.check();
  expect(read).toEqual(['scn_seen', 'scn_seen']);
  stop();
  await watches.check();
  expect(read).toEqual(['scn_seen', 'scn_seen']);
});
