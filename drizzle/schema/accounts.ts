import { boolean, index, int, mysqlEnum, mysqlTable, unique, varchar } from 'drizzle-orm/mysql-core';
import { locales, roles } from '../../lib/accounts/schema';
import { createdAt, emailAddress, foreignId, id, instant } from './columns';
import { regions } from './regions';

export const users = mysqlTable(
  'users',
  {
    id: id('id').primaryKey(),
    name: varchar('name', { length: 40 }).notNull().unique(),
    /** Who the person is at the OpenID provider; both null for the people of the demo. */
    issuer: foreignId('issuer'),
    subject: foreignId('subject'),
    /** Verified by the provider at the last sign-in. Never decides who somebody is: see lib/accounts/sign-in.ts. */
    email: emailAddress('email').unique(),
    /** The neighbourhoods that the person calls their own, none to two. */
    firstRegionCode: varchar('first_region_code', { length: 7 }).references(() => regions.code),
    secondRegionCode: varchar('second_region_code', { length: 7 }).references(() => regions.code),
    /** The language that the person chose; null: what the browser asks for. */
    locale: mysqlEnum('locale', locales),
    role: mysqlEnum('role', roles).notNull().default('member'),
    /** A session whose token carries another version is no session: ban and sign-out everywhere count it up. */
    tokenVersion: int('token_version').notNull().default(1),
    bannedAt: instant('banned_at'),
    /** The person has left; the row stays because conversations and the audit log name its id, and says nothing else. */
    deletedAt: instant('deleted_at'),
    /** People that the demo seed made; only they can be signed in as without a password. */
    demo: boolean('demo').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    unique('users_identity').on(table.issuer, table.subject),
    // The few whose listings the home page leaves out.
    index('users_banned').on(table.bannedAt),
  ],
);
