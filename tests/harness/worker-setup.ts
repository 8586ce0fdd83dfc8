import { Redis } from 'ioredis';
import { Client } from 'minio';
import { MongoClient } from 'mongodb';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, inject } from 'vitest';
import { workerEnvironment } from './stores';

// Runs in each worker before each test file, and before anything reads lib/env.ts.
const environment = workerEnvironment(inject('environment'), Number(process.env.VITEST_POOL_ID));
Object.assign(process.env, environment);
await Promise.all([emptyMysql(), emptyMongodb(), emptyRedis(), emptyBuckets()]);

const { logger } = await import('@/lib/platform/logger');
logger.level = environment.LOG_LEVEL ?? 'silent';

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

/** With a client of its own: lib/platform's would read lib/env.ts, which some tests still have to prepare. */
async function emptyBuckets(): Promise<void> {
  const url = new URL(environment.S3_ENDPOINT ?? '');
  const { S3_ACCESS_KEY: accessKey = '', S3_SECRET_KEY: secretKey = '', BUCKET_PREFIX = '' } = environment;
  const address = { endPoint: url.hostname, port: Number(url.port), useSSL: false, pathStyle: true };
  const client = new Client({
    ...address,
    accessKey,
    secretKey,
    region: environment.S3_REGION ?? 'us-east-1',
  });
  for (const bucket of ['incoming', 'media'])
    for (const { name } of await client.listObjectsV2(BUCKET_PREFIX + bucket, '', true).toArray())
      await client.removeObject(BUCKET_PREFIX + bucket, name);
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
