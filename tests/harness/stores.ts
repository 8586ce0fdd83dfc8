import { createPool } from 'mysql2/promise';

/** How many workers Vitest may run at once; each gets databases of its own. Two keep two cores busy. */
export const workerCount = 2;

/**
 * The environment of one Vitest worker: the stores that the runner started, with a MySQL database, a MongoDB database,
 * a Redis database and bucket names that no other worker uses. lib/env.ts reads it as it would read a real one.
 * @param base what the launcher would give to its children
 * @param worker 1 to workerCount
 */
export function workerEnvironment(
  base: Readonly<Record<string, string>>,
  worker: number,
): Record<string, string> {
  return {
    ...base,
    MYSQL_URL: withPath(base.MYSQL_URL, `/bitmarket_test_${worker}`),
    MONGODB_URL: withPath(base.MONGODB_URL, `/bitmarket_test_${worker}`),
    REDIS_URL: withPath(base.REDIS_URL, `/${worker}`),
    // Redis databases share their channels, so that Pub/Sub needs a prefix all the same.
    REDIS_PREFIX: `test${worker}:`,
    BUCKET_PREFIX: `test${worker}-`,
    // No gateway here: what is signed for the public origin goes straight to the object store.
    PUBLIC_URL: base.S3_ENDPOINT ?? '',
    CHAT_PORT: '0',
    LOG_LEVEL: 'silent',
  };
}

function withPath(url: string | undefined, path: string): string {
  const changed = new URL(url ?? '');
  changed.pathname = path;
  return changed.href;
}

/** Makes the worker's MySQL database; the other stores make theirs when they are first written to. */
export async function createDatabase(mysqlUrl: string): Promise<void> {
  const name = new URL(mysqlUrl).pathname.slice(1);
  const pool = createPool(withPath(mysqlUrl, '/'));
  await pool.query(`CREATE DATABASE IF NOT EXISTS ${name}`);
  await pool.end();
}
