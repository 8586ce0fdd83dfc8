import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, notExists, or } from 'drizzle-orm';
import { users } from '@/drizzle/schema/accounts';
import { listings } from '@/drizzle/schema/listings';
import { type Executor, mysql, type Transaction } from '@/lib/platform/mysql';

export type ListingRow = typeof listings.$inferSelect;
export type ListingPatch = Partial<typeof listings.$inferInsert>;

export async function findListing(id: string, executor: Executor = mysql()): Promise<ListingRow | undefined> {
  const [row] = await executor.select().from(listings).where(eq(listings.id, id)).limit(1);
  return row;
}

export async function findListings(ids: readonly string[]): Promise<ListingRow[]> {
  if (ids.length === 0) return [];
  return mysql()
    .select()
    .from(listings)
    .where(inArray(listings.id, [...ids]));
}

/** The place in a list after which a page begins. */
export interface Position {
  /** What the list is ordered by: when it was published, or begun. */
  at: Date;
  id: string;
}

type Instant = typeof listings.publishedAt | typeof listings.createdAt;

const olderThan = (after: Position | null, instant: Instant) =>
  after ? or(lt(instant, after.at), and(eq(instant, after.at), lt(listings.id, after.id))) : undefined;

/** What anybody may see, the newest first: nothing of a seller who is suspended. */
export async function findNewest(
  after: Position | null,
  limit: number,
  executor: Executor = mysql(),
): Promise<ListingRow[]> {
  const suspended = executor
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, listings.sellerId), isNotNull(users.bannedAt)));
  const shown = inArray(listings.status, ['active', 'reserved', 'sold']);
  return (
    executor
      .select()
      // Either database takes reading and sorting everything for cheaper, up to thousands of listings.
      .from(listings, { forceIndex: 'listings_newest' })
      .where(and(shown, olderThan(after, listings.publishedAt), notExists(suspended)))
      .orderBy(desc(listings.publishedAt), desc(listings.id))
      .limit(limit)
  );
}

/** What somebody has for sale, has sold or has half written, the newest first. */
export async function findBySeller(
  sellerId: string,
  after: Position | null,
  limit: number,
): Promise<ListingRow[]> {
  const kept = and(eq(listings.sellerId, sellerId), ne(listings.status, 'deleted'));
  return mysql()
    .select()
    .from(listings)
    .where(and(kept, olderThan(after, listings.createdAt)))
    .orderBy(desc(listings.createdAt), desc(listings.id))
    .limit(limit);
}

/** Every listing of a person, deleted ones too, in the order of their ids. */
export async function findPageOfSeller(
  sellerId: string,
  afterId: string,
  limit: number,
): Promise<ListingRow[]> {
  return mysql()
    .select()
    .from(listings)
    .where(and(eq(listings.sellerId, sellerId), gt(listings.id, afterId)))
    .orderBy(asc(listings.id))
    .limit(limit);
}

export async function findDrafts(sellerId: string): Promise<ListingRow[]> {
  return mysql()
    .select()
    .from(listings)
    .where(and(eq(listings.sellerId, sellerId), eq(listings.status, 'draft')))
    .orderBy(desc(listings.createdAt))
    .limit(20);
}

/** Deleted before this instant, and not erased yet. */
export async function findErasable(before: Date, limit: number): Promise<string[]> {
  const rows = await mysql()
    .select({ id: listings.id })
    .from(listings)
    .where(and(eq(listings.status, 'deleted'), lt(listings.deletedAt, before), isNull(listings.erasedAt)))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** False when it was restored or erased meanwhile. */
export async function markErased(id: string, erasedAt: Date, executor: Executor): Promise<boolean> {
  const [result] = await executor
    .update(listings)
    .set({ erasedAt })
    .where(and(eq(listings.id, id), eq(listings.status, 'deleted'), isNull(listings.erasedAt)));
  return result.affectedRows === 1;
}

/** Takes the words out of every listing of a person. Returns which. */
export async function emptyListingsOf(executor: Executor, sellerId: string): Promise<string[]> {
  const now = new Date();
  const nothing = {
    status: 'deleted',
    title: '',
    description: '',
    priceWon: null,
    condition: null,
    regionCode: null,
    statusBeforeDelete: null,
    deletedAt: now,
    erasedAt: now,
  } as const;
  await executor.update(listings).set(nothing).where(eq(listings.sellerId, sellerId));
  const rows = await executor
    .select({ id: listings.id })
    .from(listings)
    .where(eq(listings.sellerId, sellerId));
  return rows.map((row) => row.id);
}

/** False when nothing is left to restore. */
export async function restore(id: string, status: ListingRow['status']): Promise<boolean> {
  const [result] = await mysql()
    .update(listings)
    .set({ status, statusBeforeDelete: null, deletedAt: null })
    .where(and(eq(listings.id, id), eq(listings.status, 'deleted'), isNull(listings.erasedAt)));
  return result.affectedRows === 1;
}

export async function insertListing(
  row: typeof listings.$inferInsert,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.insert(listings).values(row);
}

/**
 * Changes a listing that is still in the status in which it was read. False when it is not: what was found to be right
 * for it may be wrong for what it has become.
 */
export async function changeListing(
  { id, status }: Pick<ListingRow, 'id' | 'status'>,
  patch: ListingPatch,
  executor: Executor = mysql(),
): Promise<boolean> {
  if (Object.keys(patch).length === 0) return true;
  // The driver counts the rows that were found, also where nothing in them is new.
  const [result] = await executor
    .update(listings)
    .set(patch)
    .where(and(eq(listings.id, id), eq(listings.status, status)));
  return result.affectedRows === 1;
}

/** What others write to it waits until the transaction ends. */
export async function lockListing(tx: Transaction, id: string): Promise<ListingRow | undefined> {
  const [row] = await tx.select().from(listings).where(eq(listings.id, id)).for('update');
  return row;
}
