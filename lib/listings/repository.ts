import { and, desc, eq, inArray, lt, ne, or } from 'drizzle-orm';
import { listings } from '@/drizzle/schema/listings';
import { type Executor, mysql } from '@/lib/platform/mysql';

export type ListingRow = typeof listings.$inferSelect;
export type ListingPatch = Partial<typeof listings.$inferInsert>;

export async function findListing(id: string): Promise<ListingRow | undefined> {
  const [row] = await mysql().select().from(listings).where(eq(listings.id, id)).limit(1);
  return row;
}

/** The place in the home page's order after which a page begins. */
export interface Position {
  publishedAt: Date;
  id: string;
}

export async function findNewest(after: Position | null, limit: number): Promise<ListingRow[]> {
  const shown = inArray(listings.status, ['active', 'reserved', 'sold']);
  const older = after
    ? or(
        lt(listings.publishedAt, after.publishedAt),
        and(eq(listings.publishedAt, after.publishedAt), lt(listings.id, after.id)),
      )
    : undefined;
  return mysql()
    .select()
    .from(listings)
    .where(and(shown, older))
    .orderBy(desc(listings.publishedAt), desc(listings.id))
    .limit(limit);
}

const ownLimit = 200;

export async function findBySeller(sellerId: string): Promise<ListingRow[]> {
  return mysql()
    .select()
    .from(listings)
    .where(and(eq(listings.sellerId, sellerId), ne(listings.status, 'deleted')))
    .orderBy(desc(listings.createdAt))
    .limit(ownLimit);
}

export async function findDrafts(sellerId: string): Promise<ListingRow[]> {
  return mysql()
    .select()
    .from(listings)
    .where(and(eq(listings.sellerId, sellerId), eq(listings.status, 'draft')))
    .orderBy(desc(listings.createdAt))
    .limit(20);
}

export async function insertListing(
  row: typeof listings.$inferInsert,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.insert(listings).values(row);
}

export async function updateListing(id: string, patch: ListingPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  await mysql().update(listings).set(patch).where(eq(listings.id, id));
}
