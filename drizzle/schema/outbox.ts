import { bigint, index, mysqlTable, text } from 'drizzle-orm/mysql-core';
import { createdAt, instant } from './columns';

/** Jobs written in the transaction that makes them necessary; the relay moves them to the Redis Streams. */
export const outbox = mysqlTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    /** JSON of jobSchema. */
    job: text('job').notNull(),
    createdAt: createdAt(),
    relayedAt: instant('relayed_at'),
  },
  (table) => [index('outbox_waiting').on(table.relayedAt, table.id)],
);
