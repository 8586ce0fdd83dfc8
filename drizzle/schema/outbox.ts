import { bigint, index, mysqlTable, text, varchar } from 'drizzle-orm/mysql-core';
import { createdAt, instant } from './columns';

/**
 * Jobs written in the transaction that makes them necessary; the relay moves them to the Redis Streams. A row is deleted
 * when its job is done, so that Redis never holds the only copy of one.
 */
export const outbox = mysqlTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    /** JSON of jobSchema. */
    job: text('job').notNull(),
    /** Jobs of one lane, a seller's scans, take turns with those of others. Null: no turns. */
    lane: varchar('lane', { length: 40 }),
    createdAt: createdAt(),
    /** Set again by the worker while the job is at work and Redis has lost it. */
    relayedAt: instant('relayed_at'),
  },
  (table) => [
    index('outbox_waiting').on(table.relayedAt, table.id),
    index('outbox_lane').on(table.lane, table.relayedAt),
  ],
);
