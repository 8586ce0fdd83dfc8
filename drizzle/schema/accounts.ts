import { boolean, int, mysqlEnum, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { roles } from '../../lib/accounts/schema';
import { createdAt, id, instant } from './columns';

export const users = mysqlTable('users', {
  id: id('id').primaryKey(),
  name: varchar('name', { length: 40 }).notNull().unique(),
  role: mysqlEnum('role', roles).notNull().default('member'),
  /** A session whose token carries another version is no session: ban and sign-out everywhere count it up. */
  tokenVersion: int('token_version').notNull().default(1),
  bannedAt: instant('banned_at'),
  /** People that the demo seed made; only they can be signed in as without a password. */
  demo: boolean('demo').notNull().default(false),
  createdAt: createdAt(),
});
