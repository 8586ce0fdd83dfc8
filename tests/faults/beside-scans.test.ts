import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leave } from '@/lib/accounts/leave';
import { getListing } from '@/lib/listings/service';
import { completeUpload, startUpload } from '@/lib/media/service';
import { listNotifications } from '@/lib/notifications/service';
import { jobsLeft } from '@/lib/outbox/service';
import { listKeys } from '@/lib/platform/object-storage';
import { cancelScan } from '@/lib/scans/service';
import { createJpeg, createListing, createPerson, sendForm } from '@/tests/harness/factories';
import { FaultSystem } from './harness/fault-system';

let system: FaultSystem;
beforeEach(async () => {
  system = await FaultSystem.open();
});
afterEach(() => system.close());

const slow = { timeout: 180_000 };
const soon = { timeout: 60_000 };

test('a photo is ready while the only worker is still at a scan, and more scans wait', slow, async () => {
  const film = await system.film({ stageMs: 60_000 });
  const waiting = await system.film();
  system.startWorker();
  await system.untilStage(film, 'frames');
  const seller = await createPerson();
  const listingId = await createListing(seller);
  const file = await createJpeg();
  const input = { listingId, kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
  const target = await startUpload(seller, input);
  await sendForm(target, file);
  await completeUpload(seller, target.mediaId);
  const status = async () => (await getListing(seller, listingId)).photos[0]?.status;
  await expect.poll(status, soon).toBe('ready');
  expect(await system.state(film)).toMatchObject({ status: 'running', stage: 'frames' });
  for (const { seller: person, scanId } of [waiting, film]) await cancelScan(person, scanId);
  await system.expectWhole();
});

test.each(['queued' as const, 'texture' as const])(
  'the seller leaves for good while the scan is in %s: nothing of it is left, anywhere',
  slow,
  async (stage) => {
    const { seller, scanId } = await filmIn(stage);
    await leave(seller, seller.name);
    if (stage === 'queued') system.startWorker();
    await expect.poll(jobsLeft, soon).toBe(0);
    await expect.poll(() => readdir(system.workDirectory), soon).toEqual([]);
    await expect.poll(() => listKeys('media', `scans/${scanId}/`), soon).toEqual([]);
    await expect.poll(() => listKeys('incoming', `stages/${scanId}/`), soon).toEqual([]);
    expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
    expect(await listNotifications(seller)).toEqual([]);
  },
);

async function filmIn(stage: 'queued' | 'texture') {
  const film = await system.film({ stageMs: 400 });
  if (stage === 'queued') return film;
  system.startWorker();
  await system.untilStage(film, stage);
  return film;
}
