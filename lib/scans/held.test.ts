import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { getListing, listNewest, listOwn } from '@/lib/listings/service';
import { relay } from '@/lib/outbox/service';
import { listKeys } from '@/lib/platform/object-storage';
import { createListing, createPerson } from '@/tests/harness/factories';
import { createScan, goodVerdict, poorVerdict } from '@/tests/harness/scan-package';
import { eraseScanFiles } from './erase';
import { scanFolder } from './package-files';
import { discardScan, getScanState, publishScan } from './service';

let seller: Viewer;
let stranger: Viewer;
let listingId: string;

beforeEach(async () => {
  [seller, stranger] = [await createPerson(), await createPerson()];
  listingId = await createListing(seller);
});

/** All that a buyer, signed in or not, is told of the listing, on its page and in the lists. */
async function whatBuyersSee() {
  const { items } = await listNewest({ limit: 60 });
  const card = items.find(({ id }) => id === listingId);
  return [await getListing(null, listingId), await getListing(stranger, listingId), card];
}

test('buyers learn nothing of a poor model; its seller gets it with the reasons', async () => {
  const scanId = await createScan(listingId, poorVerdict);
  for (const seen of await whatBuyersSee()) expect(JSON.stringify(seen)).not.toContain(scanId);
  const own = await getListing(seller, listingId);
  expect(own).toMatchObject({
    scan: { scanId, status: 'held', modelUrl: expect.stringContaining('/model.glb') },
    scanReport: {
      quality: { grade: 'poor', reasons: ['sides_missing', 'blurry'] },
      missingSides: ['back', 'top'],
    },
    shownScan: null,
  });
  expect((await listOwn(seller)).items[0]).toMatchObject({ turns: false, turnUrls: [] });
  await expect(getScanState(stranger, scanId)).rejects.toMatchObject({ code: 'scan.not_found' });
});

test('its seller alone publishes it; then it turns for everyone, without the frames of their home', async () => {
  const scanId = await createScan(listingId, poorVerdict);
  await expect(publishScan(stranger, scanId)).rejects.toMatchObject({ code: 'scan.not_found' });
  expect((await getListing(null, listingId)).scan).toBeNull();
  await publishScan(seller, scanId);
  await publishScan(seller, scanId);
  const [signedOut, , card] = await whatBuyersSee();
  expect(signedOut).toMatchObject({ scan: { scanId, status: 'done' }, scanReport: { frames: [] } });
  expect(JSON.stringify(signedOut)).not.toContain('/frames/');
  expect(card).toMatchObject({ turns: true });
  expect((card as { turnUrls: string[] }).turnUrls).toHaveLength(8);
  await expect(discardScan(seller, scanId)).rejects.toMatchObject({ code: 'scan.not_held' });
});

test('discarded by its seller alone, it leaves nothing behind', async () => {
  const scanId = await createScan(listingId, poorVerdict);
  await expect(discardScan(stranger, scanId)).rejects.toMatchObject({ code: 'scan.not_found' });
  await eraseScanFiles(scanId);
  expect(await listKeys('media', scanFolder(scanId))).not.toEqual([]);
  await discardScan(seller, scanId);
  expect((await getListing(seller, listingId)).scan).toBeNull();
  await relay(
    async (job) => {
      if (job.kind === 'scan.erase') await eraseScanFiles(job.scanId);
    },
    { limit: 10_000 },
  );
  expect(await listKeys('media', scanFolder(scanId))).toEqual([]);
});

test('a poor second model does not take the first one from the buyers', async () => {
  const first = await createScan(listingId, goodVerdict);
  const second = await createScan(listingId, poorVerdict);
  expect((await getListing(null, listingId)).scan?.scanId).toBe(first);
  expect(await getListing(seller, listingId)).toMatchObject({
    scan: { scanId: second, status: 'held' },
    shownScan: { scanId: first },
  });
  await publishScan(seller, second);
  expect((await getListing(null, listingId)).scan?.scanId).toBe(second);
});
