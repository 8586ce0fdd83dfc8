/** npm run doctor. bin/doctor passes what only bash knows before anything is installed. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { createConnection } from 'mysql2/promise';
import { isBuilt } from './build';
import { findProgram, repository } from './layout';
import { probeHttp } from './probes';
import { isAlive, readProcessRecord } from './processes';
import { findDocumentStores } from './stores/mongodb';

const { values: options } = parseArgs({
  options: {
    missing: { type: 'string', default: '' },
    install: { type: 'string', default: '' },
    packages: { type: 'string', default: '1' },
    data: { type: 'string', default: join(repository, '.bitmarket') },
  },
});

const run = promisify(execFile);
let faults = 0;

/** One line: what it is, how it is, and, when it is not well, what to do. */
function report(ok: boolean, name: string, state: string, remedy = ''): void {
  if (!ok) faults += 1;
  console.log(`${ok ? '✓' : '✗'} ${name}: ${state}${ok || remedy === '' ? '' : `. ${remedy}`}`);
}

/** Something that is well either way: it is only said. */
function note(name: string, state: string): void {
  console.log(`· ${name}: ${state}`);
}

async function version(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(program, args, { timeout: 10_000 });
    return (stdout || stderr).trim().split('\n')[0]?.slice(0, 90) ?? '';
  } catch (error) {
    return `does not run (${(error as Error).message.split('\n')[0]})`;
  }
}

async function reportInstalled(): Promise<void> {
  report(
    process.version.startsWith('v24') || process.version > 'v25',
    'Node',
    process.version,
    'Run: npm ci --include=dev',
  );
  const inStep = options.packages === '1';
  report(
    inStep,
    'npm packages',
    inStep ? 'as in package-lock.json' : 'not as in package-lock.json',
    'Run: npm ci --include=dev',
  );
  const { missing, install } = options;
  report(missing === '', 'system packages', missing || 'all there', `As root: ${install}`);
  const programs: [name: string, path: string | undefined, flag: string, remedy: string][] = [
    ['MySQL', findProgram('mariadbd', 'mysqld'), '--version', 'Install mariadb-server or set MYSQL_URL'],
    ['MongoDB', findDocumentStores()[0], '--help', 'npm start installs it, or set MONGODB_URL'],
    [
      'Redis',
      findProgram('redis-server', 'valkey-server'),
      '--version',
      'Install redis-server or set REDIS_URL',
    ],
    ['objects', findProgram('minio', 'weed'), 'version', 'npm start installs it, or set S3_ENDPOINT'],
    ['gateway', findProgram('caddy'), 'version', 'npm start installs it, or put caddy on PATH'],
    ['camera solver', findProgram('colmap'), '-h', 'Install colmap'],
    ['video decoder', findProgram('ffmpeg'), '-version', 'Install ffmpeg'],
    ['HEIC decoder', findProgram('heif-convert'), '-h', 'Install libheif-examples'],
    ['browser of the tests', findProgram('chromium', 'chromium-browser', 'google-chrome'), '--version', ''],
  ];
  for (const [name, path, flag, remedy] of programs) {
    report(
      path !== undefined,
      name,
      path ? `${path} (${await version(path, flag)})` : 'not installed',
      remedy,
    );
  }
  const engine = 'worker/photogrammetry/build/bin';
  report(existsSync(join(repository, engine)), 'scan engine', engine, 'npm start compiles it');
  note('build', isBuilt() ? 'up to date' : 'older than the sources; npm start makes it');
}

function reportSpace(): void {
  const { bavail, bsize } = statfsSync(repository);
  const gigabytes = (bavail * bsize) / 1e9;
  report(gigabytes > 5, 'disk', `${gigabytes.toFixed(1)} GB free`, 'A scan needs about 2 GB; make room');
}

async function reportRunning(): Promise<void> {
  const record = readProcessRecord(join(options.data, 'processes.json'));
  if (!record || !isAlive(record.launcher))
    return note('BitMarket', 'does not run here. Start it: npm start');
  note('BitMarket', `runs at ${record.url} (process ${record.launcher.pid})`);
  for (const [name, child] of Object.entries(record.children)) {
    report(
      isAlive(child),
      name,
      isAlive(child) ? `process ${child.pid}` : 'gone',
      `See ${options.data}/logs/${name}.log`,
    );
  }
  const env = readEnvironmentFile();
  await reportReachable('page', () => probeHttp(`${record.url}/api/health`, [200]), 'web or gateway');
  await reportReachable('MySQL', () => pingMysql(env.MYSQL_URL ?? ''), 'mysql');
  await reportReachable('MongoDB', () => pingMongodb(env.MONGODB_URL ?? ''), 'mongodb');
  await reportReachable('Redis', () => pingRedis(env.REDIS_URL ?? ''), 'redis');
  await reportReachable('objects', () => probeHttp(env.S3_ENDPOINT ?? '', [200, 403]), 'objects');
}

async function reportReachable(name: string, probe: () => Promise<unknown>, log: string): Promise<void> {
  try {
    await probe();
    report(true, `${name} answers`, 'yes');
  } catch (error) {
    report(
      false,
      `${name} answers`,
      (error as Error).message,
      `See the log of ${log} in ${options.data}/logs`,
    );
  }
}

function readEnvironmentFile(): Record<string, string> {
  const text = readFileSync(join(options.data, 'env'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

async function pingMysql(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 3_000 });
  await connection.query('SELECT 1');
  await connection.end();
}

async function pingMongodb(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 3_000 });
  await client.db().command({ ping: 1 });
  await client.close();
}

async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 3_000, retryStrategy: () => null });
  redis.on('error', () => undefined); // Said by the rejected ping.
  await redis.ping();
  redis.disconnect();
}

await reportInstalled();
reportSpace();
await reportRunning();
process.exit(faults > 0 ? 1 : 0);
