import { index, int, mysqlEnum, mysqlTable, text, varchar } from 'drizzle-orm/mysql-core';
import { conditions, listingStatuses } from '../../lib/listings/schema';
import { users } from './accounts';
import { createdAt, id, instant } from './columns';
import { regions } from './regions';

export const listings = mysqlTable(
  'listings',
  {
    id: id('id').primaryKey(),
    sellerId: id('seller_id')
      .notNull()
      .references(() => users.id),
    status: mysqlEnum('status', listingStatuses).notNull().default('draft'),
    title: varchar('title', { length: 60 }).notNull().default(''),
    description: text('description').notNull(),
    priceWon: int('price_won'),
    condition: mysqlEnum('item_condition', conditions),
    regionCode: varchar('region_code', { length: 7 }).references(() => regions.code),
    createdAt: createdAt(),
    /** The order of the home page. */
    publishedAt: instant('published_at'),
    deletedAt: instant('deleted_at'),
    /** Since then nothing is left to restore: pictures, video and models are gone. */
    erasedAt: instant('erased_at'),
    /** What a restore goes back to. */
    statusBeforeDelete: mysqlEnum('status_before_delete', ['draft', 'active', 'reserved', 'sold']),
  },
  (table) => [
    // Read from its end for the home page, past the few that are not shown.
    index('listings_newest').on(table.publishedAt, table.id),
    index('listings_erasable').on(table.erasedAt, table.deletedAt),
    index('listings_seller').on(table.sellerId, table.createdAt),
  ],
);
