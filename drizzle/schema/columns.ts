import { sql } from 'drizzle-orm';
import { datetime, varchar } from 'drizzle-orm/mysql-core';

/** A prefixed UUIDv7, for example lst_0198c0de…: see lib/platform/ids.ts. */
export const id = (name: string) => varchar(name, { length: 40 });

/** UTC with milliseconds; the driver is told that the session speaks UTC. */
export const instant = (name: string) => datetime(name, { mode: 'date', fsp: 3 });

export const createdAt = () => instant('created_at').notNull().default(sql`(UTC_TIMESTAMP(3))`);
