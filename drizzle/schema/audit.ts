import { bigint, index, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { createdAt, id } from './columns';

/**
 * What those with power over others did, to whom and why. Only ever written to. It names people by id without pointing
 * at their rows: an account that is deleted leaves its entries behind, and they name nobody any more.
 */
export const auditEntries = mysqlTable(
  'audit_entries',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    /** Null: whoever runs the site, from the command line. */
    actorId: id('actor_id'),
    action: varchar('action', { length: 40 }).notNull(),
    subjectId: id('subject_id').notNull(),
    reason: varchar('reason', { length: 500 }).notNull().default(''),
    createdAt: createdAt(),
  },
  (table) => [index('audit_subject').on(table.subjectId, table.id)],
);
