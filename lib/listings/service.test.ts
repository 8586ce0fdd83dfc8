import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { listings } from '@/drizzle/schema/listings';
import { ban, unban } from '@/lib/accounts/moderation';
import { operator } from '@/lib/accounts/policy';
import { importPhoto } from '@/lib/media/photos';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { createJpeg, createListing, createPerson, createRegion } from '@/tests/harness/factories';
import { findNewest } from './repository';
import {
  createDraft,
  getListing,
  listNewest,
  listOwn,
  publishListing,
  removeListing,
  restoreListing,
  saveDraft,
} from './service';

const notFound = expect.objectContaining({ code: 'listing.not_found' });
const complete = {
  title: '접이식 자전거',
  description: '두 번 탔어요.',
  priceWon: 120_000,
  condition: 'good',
} as const;

beforeAll(async () => {
  await createRegion();
});

describe('a draft', () => {
  test('opened again before anything is written is the same draft', async () => {
    const seller = await createPerson();
    const first = await createDraft(seller);
    expect(await createDraft(seller)).toEqual(first);
    await saveDraft(seller, first.id, { title: '자전거' });
    expect(await createDraft(seller)).not.toEqual(first);
  });

  test('is seen by its seller alone', async () => {
    const [seller, stranger] = [await createPerson(), await createPerson()];
    const { id } = await createDraft(seller);
    await saveDraft(seller, id, { title: '자전거' });
    expect((await getListing(seller, id)).title).toBe('자전거');
    await expect(getListing(stranger, id)).rejects.toEqual(notFound);
    await expect(getListing(null, id)).rejects.toEqual(notFound);
    await expect(saveDraft(stranger, id, { title: 'mine now' })).rejects.toEqual(notFound);
  });

  test('is published only when complete, and the error names what is missing', async () => {
    const seller = await createPerson();
    const { id } = await createDraft(seller);
    const invalid = (field: string) => expect.objectContaining({ code: 'input.invalid', details: { field } });
    await expect(publishListing(seller, id)).rejects.toEqual(invalid('title'));
    await saveDraft(seller, id, { ...complete, regionCode: '1101053' });
    await expect(publishListing(seller, id)).rejects.toEqual(invalid('photos'));
    await importPhoto({ ownerId: seller.id, listingId: id }, await createJpeg());
    await publishListing(seller, id);
    expect(await getListing(null, id)).toMatchObject({ ...complete, status: 'active', mine: false });
  });

  test('forgets a price that was cleared', async () => {
    const seller = await createPerson();
    const { id } = await createDraft(seller);
    await saveDraft(seller, id, { title: '자전거', priceWon: 5000 });
    await saveDraft(seller, id, { priceWon: null });
    expect((await getListing(seller, id)).priceWon).toBeNull();
  });

  test('takes no neighbourhood that does not exist', async () => {
    const seller = await createPerson();
    const { id } = await createDraft(seller);
    await expect(saveDraft(seller, id, { regionCode: '9999999' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

test('a listing that others see cannot be made incomplete', async () => {
  const seller = await createPerson();
  const id = await createListing(seller);
  await expect(saveDraft(seller, id, { title: '' })).rejects.toMatchObject({ details: { field: 'title' } });
  await saveDraft(seller, id, { priceWon: 0 });
  expect((await getListing(null, id)).priceWon).toBe(0);
});

test('removing hides a listing from everyone, and can be undone by its seller alone', async () => {
  const [seller, stranger] = [await createPerson(), await createPerson()];
  const id = await createListing(seller);
  await expect(removeListing(stranger, id)).rejects.toEqual(notFound);
  await removeListing(seller, id);
  await expect(getListing(seller, id)).rejects.toEqual(notFound);
  expect(await listOwn(seller)).toEqual([]);
  await expect(restoreListing(stranger, id)).rejects.toEqual(notFound);
  await restoreListing(seller, id);
  expect((await getListing(null, id)).status).toBe('active');
});

test('what a suspended person sells is shown to nobody until they are back', async () => {
  const [seller, other] = [await createPerson(), await createPerson()];
  const id = await createListing(seller);
  const onHomePage = async () => (await listNewest({})).items.some((item) => item.id === id);
  await ban(operator, seller.id, 'sells what is not theirs');
  expect(await onHomePage()).toBe(false);
  await expect(getListing(other, id)).rejects.toEqual(notFound);
  await expect(getListing(null, id)).rejects.toEqual(notFound);
  await unban(operator, seller.id, 'a mistake');
  expect(await onHomePage()).toBe(true);
  expect((await getListing(other, id)).id).toBe(id);
});

test('the home page reads what it shows, however much there is', async () => {
  const seller = await createPerson();
  const many = Array.from({ length: 3_000 }, (_, index) => ({
    id: newId('lst'),
    sellerId: seller.id,
    status: 'active' as const,
    description: '',
    publishedAt: new Date(Date.now() - index * 1_000),
  }));
  await mysql().insert(listings).values(many);
  const rowsRead = await mysql().transaction(async (tx) => {
    const count = async () => {
      const [rows] = await tx.execute(sql`SHOW SESSION STATUS LIKE 'Handler_read%'`);
      return (rows as unknown as { Value: string }[]).reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await count();
    expect(await findNewest(null, 25, tx)).toHaveLength(25);
    return (await count()) - before;
  });
  expect(rowsRead).toBeLessThan(150);
});

test('pages go through every listing once, newest first, also where times are equal', async () => {
  const seller = await createPerson();
  const future = Date.now() + 10 * 365 * 24 * 3600 * 1000;
  const times = [5, 4, 4, 4, 3, 2, 1].map((hours) => new Date(future + hours * 3600_000));
  for (const time of times) await createListing(seller, time);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listNewest({ cursor, limit: 3 });
    seen.push(...page.items.map((item) => item.createdAt));
    cursor = page.nextCursor;
  } while (cursor !== null && seen.length < times.length);
  expect(seen.slice(0, times.length)).toEqual(times.map((time) => time.toISOString()));
  expect(await listNewest({ cursor: 'nonsense', limit: 1 })).toMatchObject({
    items: [{ createdAt: seen[0] }],
  });
});
