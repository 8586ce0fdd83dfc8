import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, inject } from 'vitest';
import { workerEnvironment } from './stores';

// Runs in each worker before each test file, and before anything reads lib/env.ts.
const environment = workerEnvironment(inject('environment'), Number(process.env.VITEST_POOL_ID));
Object.assign(process.env, environment);
await Promise.all([emptyMysql(), emptyMongodb(), emptyRedis()]);

const { logger } = await import('@/lib/platform/logger');
logger.level = environment.LOG_LEVEL ?? 'silent';
const { removeObjects } = await import('@/lib/platform/object-storage');
await Promise.all([removeObjects('incoming', ''), removeObjects('media', '')]);

/** Every file finds empty stores: what it counts is its own. */
async function emptyMysql(): Promise<void> {
  const connection = await createConnection({ uri: environment.MYSQL_URL ?? '', multipleStatements: true });
  const [tables] = await connection.query<RowDataPacket[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_\\_drizzle%'",
  );
  const deletions = tables.map(({ name }) => `DELETE FROM \`${name}\`;`).join('');
  await connection.query(`SET FOREIGN_KEY_CHECKS = 0; ${deletions} SET FOREIGN_KEY_CHECKS = 1;`);
  await connection.end();
}

async function emptyMongodb(): Promise<void> {
  const client = new MongoClient(environment.MONGODB_URL ?? '');
  // Emptied, not dropped: the migrations made indexes that keep documents unique.
  const collections = await client.db().collections();
  await Promise.all(collections.map((collection) => collection.deleteMany({})));
  await client.close();
}

async function emptyRedis(): Promise<void> {
  const redis = new Redis(environment.REDIS_URL ?? '');
  await redis.flushdb();
  redis.disconnect();
}

// An error that nobody expected is a failure even where the result looks right. A test that expects one spies on it.
const printed: string[] = [];
const print = console.error;

beforeEach(() => {
  printed.length = 0;
  console.error = (...parts: unknown[]) => {
    printed.push(parts.map(String).join(' '));
    print(...parts);
  };
});

afterEach(() => {
  console.error = print;
  if (printed.length > 0) throw new Error(`console.error was called: ${printed.join('\n')}`);
});
