import { expect, test } from 'vitest';
import { getListing } from '@/lib/listings/service';
import { createListing, createPerson } from '@/tests/harness/factories';

test('an object in the place of an id is no condition', async () => {
  const seller = await createPerson();
  await createListing(seller);
  // What the driver makes of it by itself: WHERE `id` = `id` = 1, which is true of every row.
  await expect(getListing(seller, { id: 1 } as unknown as string)).rejects.toMatchObject({
    code: 'listing.not_found',
  });
});
