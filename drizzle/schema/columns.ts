import { sql } from 'drizzle-orm';
import { customType, datetime, varchar } from 'drizzle-orm/mysql-core';

/** A prefixed UUIDv7, for example lst_0198c0de…: see lib/platform/ids.ts. */
export const id = (name: string) => varchar(name, { length: 40 });

/** UTC with milliseconds; the driver is told that the session speaks UTC. */
export const instant = (name: string) => datetime(name, { mode: 'date', fsp: 3 });

export const createdAt = () => instant('created_at').notNull().default(sql`(UTC_TIMESTAMP(3))`);

/** An identifier that another system gave, compared byte by byte: "AbC" and "abC" are two people. */
export const foreignId = (name: string) =>
  customType<{ data: string }>({ dataType: () => 'varchar(255) CHARACTER SET ascii COLLATE ascii_bin' })(
    name,
  );

/** An e-mail address in lower case, compared exactly: "é" must not pass for "e" where a role is granted by address. */
export const emailAddress = (name: string) =>
  customType<{ data: string }>({ dataType: () => 'varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' })(
    name,
  );
