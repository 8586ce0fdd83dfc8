import { bigint, index, int, mysqlEnum, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { mediaKinds, mediaStatuses } from '../../lib/media/schema';
import { users } from './accounts';
import { createdAt, id } from './columns';
import { listings } from './listings';

export const media = mysqlTable(
  'media',
  {
    id: id('id').primaryKey(),
    ownerId: id('owner_id')
      .notNull()
      .references(() => users.id),
    listingId: id('listing_id')
      .notNull()
      .references(() => listings.id),
    kind: mysqlEnum('kind', mediaKinds).notNull(),
    status: mysqlEnum('status', mediaStatuses).notNull().default('uploading'),
    /** The private original, in the bucket `incoming`. */
    incomingKey: varchar('incoming_key', { length: 200 }).notNull(),
    contentType: varchar('content_type', { length: 100 }).notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Of the published picture, in pixels. */
    width: int('width'),
    height: int('height'),
    createdAt: createdAt(),
  },
  (table) => [index('media_listing').on(table.listingId, table.createdAt)],
);
