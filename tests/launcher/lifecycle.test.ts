import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'minio';
import { MongoClient } from 'mongodb';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Launched, removeDirectory } from './launched';

const directory = Launched.newDirectory();
let launched: Launched;
let url: string;

beforeAll(async () => {
  launched = Launched.start(directory, '--no-seed');
  url = await launched.ready();
}, 300_000);

afterAll(async () => {
  if (launched.process.exitCode === null && launched.process.signalCode === null)
    launched.process.kill('SIGTERM');
  await launched.ended();
  await launched.familyAfter(10_000);
  removeDirectory(directory);
}, 30_000);

type Environment = Record<string, string>;

/** Writes a value into each store and reads it back, over connections of its own. */
const stores = {
  mysql: {
    async write({ MYSQL_URL = '' }: Environment) {
      const connection = await createConnection(MYSQL_URL);
      await connection.query('CREATE TABLE IF NOT EXISTS launcher_test (value VARCHAR(20))');
      await connection.query("INSERT INTO launcher_test VALUES ('kept')");
      await connection.end();
    },
    async read({ MYSQL_URL = '' }: Environment) {
      const connection = await createConnection(MYSQL_URL);
      const [rows] = await connection.query('SELECT value FROM launcher_test LIMIT 1');
      await connection.end();
      return (rows as { value: string }[])[0]?.value;
    },
  },
  mongodb: {
    async write({ MONGODB_URL = '' }: Environment) {
      const client = new MongoClient(MONGODB_URL, { writeConcern: { w: 'majority', journal: true } });
      await client.db().collection('launcher_test').insertOne({ value: 'kept' });
      await client.close();
    },
    async read({ MONGODB_URL = '' }: Environment) {
      const client = new MongoClient(MONGODB_URL);
      const found = await client.db().collection('launcher_test').findOne({});
      await client.close();
      return found?.value;
    },
  },
  redis: {
    async write({ REDIS_URL = '' }: Environment) {
      const redis = new Redis(REDIS_URL);
      await redis.set('launcher_test', 'kept');
      // The append-only file is written to the disk every second.
      await sleep(1_500);
      redis.disconnect();
    },
    async read({ REDIS_URL = '' }: Environment) {
      const redis = new Redis(REDIS_URL);
      const value = await redis.get('launcher_test');
      redis.disconnect();
      return value;
    },
  },
  objects: {
    async write(environment: Environment) {
      await s3(environment).putObject('incoming', 'launcher_test', 'kept');
    },
    async read(environment: Environment) {
      const stream = await s3(environment).getObject('incoming', 'launcher_test');
      return Buffer.concat(await stream.toArray()).toString();
    },
  },
} as const;

function s3({ S3_ENDPOINT = '', S3_ACCESS_KEY = '', S3_SECRET_KEY = '' }: Environment): Client {
  const { hostname, port } = new URL(S3_ENDPOINT);
  const credentials = { accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region: 'us-east-1' };
  return new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    pathStyle: true,
    ...credentials,
  });
}

const names = Object.keys(stores) as (keyof typeof stores)[];

test('the page answers at the one URL that is printed, and secrets are readable by their owner only', async () => {
  expect((await fetch(url)).status).toBe(200);
  for (const file of ['credentials.json', 'env']) {
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  }
});

test('without the demo shop, too, there are neighbourhoods to sell in', async () => {
  const connection = await createConnection(launched.environment().MYSQL_URL ?? '');
  const [rows] = await connection.query('SELECT COUNT(*) AS count FROM regions');
  await connection.end();
  expect((rows as { count: number }[])[0]?.count).toBeGreaterThan(3_000);
});

test('a second start in the same directory refuses, and names the one that runs', async () => {
  const second = Launched.start(directory);
  expect((await second.ended()).code).toBe(1);
  expect(second.output).toContain(`already runs here at ${url} (process ${launched.pid})`);
  expect((await fetch(url)).status).toBe(200);
});

test.each(names)('%s comes back after kill -9 with what it had acknowledged', async (name) => {
  await stores[name].write(launched.environment());
  const before = launched.pidOf(name);
  process.kill(before, 'SIGKILL');
  await launched.says(new RegExp(`^${name} ended \\(SIGKILL\\); starting it again`, 'm'), 5_000);
  await launched.says(new RegExp(`^${name} answers again`, 'm'), 30_000);
  expect(launched.pidOf(name)).not.toBe(before);
  expect(await stores[name].read(launched.environment())).toBe('kept');
});

test.each(['web', 'chat', 'worker', 'gateway'])('%s comes back after kill -9', async (name) => {
  process.kill(launched.pidOf(name), 'SIGKILL');
  await launched.says(new RegExp(`^${name} answers again`, 'm'), 30_000);
  expect((await fetch(url)).status).toBe(200);
});

describe('kill -9 of the launcher', () => {
  test('leaves no process', async () => {
    expect(launched.family().length).toBeGreaterThanOrEqual(8);
    launched.process.kill('SIGKILL');
    await launched.ended();
    expect(await launched.familyAfter(10_000)).toEqual([]);
  });

  test('does not spoil the next start: same address, same data', async () => {
    launched = Launched.start(directory, '--no-seed');
    expect(await launched.ready()).toBe(url);
    for (const name of names) expect(await stores[name].read(launched.environment())).toBe('kept');
  });
});

test('Ctrl-C stops everything within 10 s and leaves no process', async () => {
  launched.process.kill('SIGINT');
  const { code, ms } = await launched.ended();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  expect(launched.output).not.toMatch(/^(?!objects)\w+ did not stop/m);
  expect(launched.family()).toEqual([]);
  expect(existsSync(join(directory, 'env'))).toBe(false);
});
