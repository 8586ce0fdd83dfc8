import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { media } from '@/drizzle/schema/media';
import { env } from '@/lib/env';
import { getListing } from '@/lib/listings/service';
import { mysql } from '@/lib/platform/mysql';
import { listKeys, publishObject, removeObjects } from '@/lib/platform/object-storage';
import { createJpeg, createListing, createPerson } from '@/tests/harness/factories';
import { importPhoto, processPhoto } from './photos';
import { renewFormerCopies } from './renew-copies';

test('a photo that a former version published is published anew, once', async () => {
  const seller = await createPerson();
  const listingId = await createListing(seller);
  await importPhoto({ ownerId: seller.id, listingId }, await createJpeg({ width: 800, height: 600 }));
  const photo = async () => (await getListing(seller, listingId)).photos[0];
  const id = (await photo())?.id ?? '';
  const large = await createJpeg({ width: 800, height: 600 });
  await removeObjects('media', `photos/${id}/`);
  await publishObject(`photos/${id}/large.webp`, large, large.length, 'image/webp');
  await mysql().update(media).set({ placeholder: null }).where(eq(media.id, id));

  expect(await renewFormerCopies()).toBe(1);
  expect(await photo()).toMatchObject({ status: 'processing' });
  await processPhoto(id);
  const renewed = await photo();
  expect(renewed).toMatchObject({ status: 'ready', width: 800, height: 600 });
  expect(renewed?.placeholder).toMatch(/^data:image\/webp/);
  for (const { webpUrl } of renewed?.copies ?? [])
    expect((await fetch(env().S3_ENDPOINT + webpUrl)).status).toBe(200);
  expect((await listKeys('media', `photos/${id}/`)).length).toBeGreaterThan(4);
  expect(await renewFormerCopies()).toBe(0);
});
