import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { listings } from '@/drizzle/schema/listings';
import { ban, unban } from '@/lib/accounts/moderation';
import { operator } from '@/lib/accounts/policy';
import type { Viewer } from '@/lib/accounts/schema';
import { importPhoto } from '@/lib/media/photos';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { createJpeg, createListing, createPerson, createRegion } from '@/tests/harness/factories';
import { findListing, findNewest } from './repository';
import {
  createDraft,
  getListing,
  isRestorable,
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

test('a listing that others see cannot be made incomplete, and what is complete about it is written', async () => {
  const seller = await createPerson();
  const id = await createListing(seller);
  const before = await getListing(null, id);
  await expect(
    saveDraft(seller, id, { title: '책', description: ' 새로 썼어요. ', priceWon: null }),
  ).rejects.toMatchObject({ code: 'input.invalid', details: { field: 'title priceWon' } });
  const { title, priceWon } = before;
  expect(await getListing(null, id)).toMatchObject({ title, priceWon, description: '새로 썼어요.' });
  await saveDraft(seller, id, { priceWon: 0 });
  expect((await getListing(null, id)).priceWon).toBe(0);
});

describe('of two writes that cross, the second knows what the first has made of the listing', () => {
  /** Begins `second` while the write of `first` is not finished yet, and ends that once `second` waits for it. */
  async function cross(
    id: string,
    first: Partial<typeof listings.$inferInsert>,
    second: () => Promise<void>,
  ): Promise<void> {
    let outcome: Promise<void> = Promise.resolve();
    await mysql().transaction(async (tx) => {
      await tx.update(listings).set(first).where(eq(listings.id, id));
      outcome = second();
      outcome.catch(() => undefined);
      await expect.poll(() => isWaiting(id), { timeout: 5_000 }).toBe(true);
    });
    return outcome;
  }

  /** Whether a statement about this listing waits for a lock. */
  async function isWaiting(id: string): Promise<boolean> {
    const [rows] = await mysql().execute(sql`SHOW FULL PROCESSLIST`);
    const running = (rows as unknown as { Info: string | null }[]).map(({ Info }) => Info ?? '');
    return running.some((statement) => statement.includes('`listings`') && statement.includes(id));
  }

  async function draft() {
    const seller = await createPerson();
    const { id } = await createDraft(seller);
    await saveDraft(seller, id, { ...complete, regionCode: '1101053' });
    await importPhoto({ ownerId: seller.id, listingId: id }, await createJpeg());
    return { seller, id };
  }

  test('what was published meanwhile is not emptied', async () => {
    const { seller, id } = await draft();
    const published = { status: 'active', publishedAt: new Date() } as const;
    const saving = cross(id, published, () => saveDraft(seller, id, { title: '' }));
    await expect(saving).rejects.toMatchObject({ details: { field: 'title' } });
    expect(await getListing(null, id)).toMatchObject({ title: complete.title, status: 'active' });
  });

  test('what was emptied meanwhile is not published', async () => {
    const { seller, id } = await draft();
    const publishing = cross(id, { title: '' }, () => publishListing(seller, id));
    await expect(publishing).rejects.toMatchObject({ details: { field: 'title' } });
    expect((await getListing(seller, id)).status).toBe('draft');
  });

  test.each([
    ['saved', (seller: Viewer, id: string) => saveDraft(seller, id, { title: '돌아온 제목' })],
    ['published', publishListing],
  ])('what was deleted meanwhile is not %s', async (_, write) => {
    const { seller, id } = await draft();
    const gone = { status: 'deleted', title: '', deletedAt: new Date(), erasedAt: new Date() } as const;
    await expect(cross(id, gone, () => write(seller, id))).rejects.toEqual(notFound);
    expect(await findListing(id)).toMatchObject({ status: 'deleted', title: '' });
  });

  test('what was published meanwhile and then deleted comes back published', async () => {
    const { seller, id } = await draft();
    await cross(id, { status: 'active', publishedAt: new Date() }, () => removeListing(seller, id));
    await restoreListing(seller, id);
    expect((await getListing(null, id)).status).toBe('active');
  });

  test('saving what is there already is no failure', async () => {
    const { seller, id } = await draft();
    await saveDraft(seller, id, { title: complete.title });
  });
});

test('removing hides a listing from everyone, and can be undone by its seller alone', async () => {
  const [seller, stranger] = [await createPerson(), await createPerson()];
  const id = await createListing(seller);
  await expect(removeListing(stranger, id)).rejects.toEqual(notFound);
  expect(await isRestorable(seller, id)).toBe(false);
  await removeListing(seller, id);
  expect([await isRestorable(seller, id), await isRestorable(stranger, id)]).toEqual([true, false]);
  await expect(getListing(seller, id)).rejects.toEqual(notFound);
  expect((await listOwn(seller)).items).toEqual([]);
  await expect(restoreListing(stranger, id)).rejects.toEqual(notFound);
  await restoreListing(seller, id);
  expect(await isRestorable(seller, id)).toBe(false);
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

test('a seller comes to everything of their own, by the page', async () => {
  const seller = await createPerson();
  const ids: string[] = [];
  for (const hour of [1, 2, 2, 3]) ids.unshift(await createListing(seller, new Date(hour * 3600_000)));
  await createListing(await createPerson());
  const first = await listOwn(seller, { limit: 3 });
  const second = await listOwn(seller, { limit: 3, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(ids.sort());
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
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
