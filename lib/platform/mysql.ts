import { DrizzleQueryError } from 'drizzle-orm';
import { drizzle, type MySql2Database } from 'drizzle-orm/mysql2';
import { createPool, type Pool } from 'mysql2/promise';
import { env } from '@/lib/env';

let pool: Pool | undefined;
let database: MySql2Database | undefined;

export type Database = MySql2Database;
export type Transaction = Parameters<Parameters<MySql2Database['transaction']>[0]>[0];
/** What a repository writes to: the database, or the transaction that its caller is in. */
export type Executor = Database | Transaction;

/** The pool of this process, made at first use. */
export function mysql(): Database {
  if (!database) {
    pool = createPool({
      uri: env().MYSQL_URL,
      timezone: 'Z',
      connectionLimit: 10,
      charset: 'utf8mb4_unicode_ci',
      // An object in a value's place would otherwise become an expression of the statement.
      stringifyObjects: true,
    });
    database = drizzle(pool);
  }
  return database;
}

/** Throws when the server does not answer. */
export async function pingMysql(): Promise<void> {
  await mysql().execute('SELECT 1');
}

/** Whether a statement failed because a unique key already holds its value. */
export function isDuplicate(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === 'ER_DUP_ENTRY';
}

export async function closeMysql(): Promise<void> {
  const closing = pool;
  pool = undefined;
  database = undefined;
  await closing?.end();
}
