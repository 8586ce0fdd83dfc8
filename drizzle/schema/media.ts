import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  varchar,
} from 'drizzle-orm/mysql-core';
import { mediaKinds, mediaStatuses } from '../../lib/media/schema';
import { users } from './accounts';
import { createdAt, id, instant } from './columns';
import { listings } from './listings';

export const media = mysqlTable(
  'media',
  {
    id: id('id').primaryKey(),
    ownerId: id('owner_id')
      .notNull()
      .references(() => users.id),
    /** What it shows. Null: what is sent in a conversation or, without one, its owner as others see them. */
    listingId: id('listing_id').references(() => listings.id),
    conversationId: id('conversation_id'),
    /** Since when a photo for a conversation waits for the message that shows it. Null: none waits. */
    unsentSince: instant('unsent_since'),
    kind: mysqlEnum('kind', mediaKinds).notNull(),
    status: mysqlEnum('status', mediaStatuses).notNull().default('uploading'),
    /** The private original, in the bucket `incoming`. */
    incomingKey: varchar('incoming_key', { length: 200 }).notNull(),
    contentType: varchar('content_type', { length: 100 }).notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** A video that joins the model that stands, instead of making another. */
    joins: boolean('joins').notNull().default(false),
    /** Of the published picture, in pixels. */
    width: int('width'),
    height: int('height'),
    /** A few pixels of the published picture as a data URL, shown until it is there. */
    placeholder: varchar('placeholder', { length: 2000 }),
    /** The object store's name for a multipart upload that is under way. */
    uploadId: varchar('upload_id', { length: 500 }),
    /** Last sign of the sender while it is on its way. */
    touchedAt: instant('touched_at').notNull().default(sql`(UTC_TIMESTAMP(3))`),
    /** JSON of mediaFailureSchema: which rule it broke. */
    failure: varchar('failure', { length: 300 }),
    /** When the private original of a video goes, and when it went. */
    originalExpiresAt: instant('original_expires_at'),
    originalDeletedAt: instant('original_deleted_at'),
    createdAt: createdAt(),
  },
  (table) => [
    index('media_listing').on(table.listingId, table.createdAt),
    index('media_owner').on(table.ownerId, table.listingId),
    index('media_touched').on(table.status, table.touchedAt),
    index('media_expires').on(table.originalExpiresAt),
    index('media_unsent').on(table.unsentSince),
  ],
);

/** What each person has begun to upload on each day, kept apart from the files so that deleting one gives nothing back. */
export const uploadUsage = mysqlTable(
  'upload_usage',
  {
    ownerId: id('owner_id')
      .notNull()
      .references(() => users.id),
    /** In Seoul, for example 2026-03-01. */
    day: varchar('day', { length: 10 }).notNull(),
    kind: mysqlEnum('kind', mediaKinds).notNull(),
    files: int('files').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.day, table.kind] })],
);
