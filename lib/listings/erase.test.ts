import { expect, test } from 'vitest';
import { eraseMedia } from '@/lib/media/erase';
import { importPhoto } from '@/lib/media/photos';
import { relay } from '@/lib/outbox/service';
import { listKeys } from '@/lib/platform/object-storage';
import { eraseScanFiles } from '@/lib/scans/erase';
import { scanFolder } from '@/lib/scans/package-files';
import { createJpeg, createListing, createPerson } from '@/tests/harness/factories';
import { createScan, goodVerdict } from '@/tests/harness/scan-package';
import { eraseDeleted } from './erase';
import { restorableMs } from './policy';
import { getListing, removeListing, restoreListing } from './service';

async function furnishedListing() {
  const seller = await createPerson();
  const listingId = await createListing(seller);
  await importPhoto({ ownerId: seller.id, listingId }, await createJpeg());
  const scanId = await createScan(listingId, goodVerdict);
  const photoId = (await getListing(seller, listingId)).photos[0]?.id;
  const files = async () => [
    ...(await listKeys('media', scanFolder(scanId))),
    ...(await listKeys('media', `photos/${photoId}/`)),
  ];
  return { seller, listingId, files };
}

const runErasures = () =>
  relay(
    async (job) => {
      if (job.kind === 'scan.erase') await eraseScanFiles(job.scanId);
      if (job.kind === 'media.erase') await eraseMedia(job.mediaId);
    },
    { limit: 10_000 },
  );

test('what was deleted can be restored for a week with everything, and then is gone with everything', async () => {
  const { seller, listingId, files } = await furnishedListing();
  const before = await files();
  expect(before.length).toBeGreaterThan(10);
  await removeListing(seller, listingId);
  await eraseDeleted(Date.now() + restorableMs - 60_000);
  await runErasures();
  expect(await files()).toEqual(before);
  await restoreListing(seller, listingId);
  expect(await getListing(null, listingId)).toMatchObject({ status: 'active', scan: { status: 'done' } });

  await removeListing(seller, listingId);
  expect(await eraseDeleted(Date.now() + restorableMs + 60_000)).toBe(1);
  await runErasures();
  expect(await files()).toEqual([]);
  await expect(restoreListing(seller, listingId)).rejects.toMatchObject({ code: 'listing.not_found' });
  expect(await eraseDeleted(Date.now() + restorableMs + 60_000)).toBe(0);
});

test('what is not deleted is not erased', async () => {
  const { files } = await furnishedListing();
  const before = await files();
  expect(await eraseDeleted(Date.now() + 10 * restorableMs)).toBe(0);
  await runErasures();
  expect(await files()).toEqual(before);
});
