import { mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { instant } from './columns';

/** What drizzle/seed has written to the end: what people did with it since is not undone by the next start. */
export const seeds = mysqlTable('seeds', {
  name: varchar('name', { length: 40 }).primaryKey(),
  completedAt: instant('completed_at').notNull(),
});
