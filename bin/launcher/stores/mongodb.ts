import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { giveToOwnerOf, storeUser } from '../identity';
import { findProgram } from '../layout';
import { type Announcer, type ProcessSpec, SupervisedProcess } from '../supervised-process';
import { ableToRead, baseEnvironment, type Store, type StoreContext, storeTimes } from './store';

const userName = 'bitmarket';
const silent: Announcer = { say: () => {}, changed: () => {} };

/** The first version that writes to two collections in one command, which every message does. */
const leastMongod = 8;
const remedy = `Put mongod ${leastMongod} or newer on PATH, or set MONGODB_URL; bin/start installs SecantusDB where pip has a wheel for it.`;

/** mongod where a recent one is on PATH, then SecantusDB. */
export function findDocumentStores(): (string | undefined)[] {
  const mongod = findProgram('mongod');
  const recent = mongod !== undefined && majorVersion(mongod) >= leastMongod;
  return [...(recent ? [mongod] : []), findProgram('secantusd-py')];
}

function majorVersion(mongod: string): number {
  const { stdout } = spawnSync(mongod, ['--version'], { encoding: 'utf8' });
  return Number(/v(\d+)\./.exec(stdout)?.[1] ?? 0);
}

/**
 * The first that findDocumentStores finds, or the one whose data is here; or the server that MONGODB_URL names. No client
 * may tell them apart.
 */
export function mongodbStore({ layout, ports, credentials }: StoreContext): Store {
  const external = process.env.MONGODB_URL;
  if (external)
    return { name: 'mongodb', spec: undefined, prepare: async () => {}, env: { MONGODB_URL: external } };
  const directory = join(layout.stores, 'mongodb');
  const password = credentials.mongodbPassword;
  const address = `127.0.0.1:${ports.mongodb}`;
  const url = `mongodb://${userName}:${password}@${address}/bitmarket?directConnection=true&authSource=admin`;
  const done = join(directory, 'user-created');
  const program = ableToRead(done, findDocumentStores(), 'A document store', remedy);
  const user = storeUser(directory, program, ['mongodb', 'nobody']);
  const options = program.endsWith('mongod') ? mongodOptions : secantusOptions;
  const spec = (secure: boolean): ProcessSpec => ({
    name: 'mongodb',
    command: [...user.prefix, program, ...options(directory, ports.mongodb, secure)],
    cwd: directory,
    // SecantusDB looks for settings in the home directory, which is root's own when we have dropped from root.
    env: { ...baseEnvironment(), HOME: directory },
    logFile: join(layout.logs, 'mongodb.log'),
    probe: () => ping(secure ? url : `mongodb://${address}/?directConnection=true`),
    ...storeTimes,
  });
  return {
    name: 'mongodb',
    env: { MONGODB_URL: url },
    async prepare(signal) {
      if (existsSync(done)) return;
      // An attempt that was cut short may have left a user with a password that nobody knows.
      const data = join(directory, 'data');
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data);
      giveToOwnerOf(directory, data);
      if (program.endsWith('mongod')) writeKeyFile(directory, password);
      const open = new SupervisedProcess(spec(false), silent);
      signal.addEventListener('abort', () => void open.stop());
      await open.start();
      const unsecured = `mongodb://${address}/?directConnection=true`;
      await createUser(unsecured, password, signal).finally(() => open.stop());
      signal.throwIfAborted();
      writeFileSync(done, basename(program));
    },
    spec: spec(true),
  };
}

function secantusOptions(directory: string, port: number, secure: boolean): string[] {
  const place = ['--host', '127.0.0.1', '--port', `${port}`, '--storage-path', join(directory, 'data')];
  // Without --sync-on-commit an acknowledged message could be lost when the power goes: bulkWrite ignores `journal`.
  const limits = ['--cache-size', '256M', '--sync-on-commit', '--log-level', 'WARNING'];
  return [...place, ...limits, ...(secure ? ['--auth'] : [])];
}

function mongodOptions(directory: string, port: number, secure: boolean): string[] {
  const place = ['--bind_ip', '127.0.0.1', '--port', `${port}`, '--dbpath', join(directory, 'data')];
  const limits = ['--nounixsocket', '--wiredTigerCacheSizeGB', '0.25', '--replSet', 'bitmarket'];
  return [...place, ...limits, ...(secure ? ['--auth', '--keyFile', join(directory, 'key')] : [])];
}

/** A replica set with users needs a key that its members share, even when there is one member. */
function writeKeyFile(directory: string, key: string): void {
  const path = join(directory, 'key');
  writeFileSync(path, key, { mode: 0o400 });
  giveToOwnerOf(directory, path);
}

async function ping(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 1_000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

/** @param signal ends it at once: whoever stops does not wait for a server that has been stopped, too */
export async function createUser(url: string, password: string, signal: AbortSignal): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    const admin = client.db('admin');
    await initiateReplicaSet(url, client, signal);
    await admin.command({ createUser: userName, pwd: password, roles: ['root'] }, { signal });
  } finally {
    await client.close();
  }
}

/** mongod only: transactions and change streams need a replica set. SecantusDB says that it is one already. */
async function initiateReplicaSet(url: string, client: MongoClient, signal: AbortSignal): Promise<void> {
  const admin = client.db('admin');
  const hello = await admin.command({ hello: 1 }, { signal });
  if (hello.setName !== undefined) return;
  const host = new URL(url).host;
  await admin.command({ replSetInitiate: { _id: 'bitmarket', members: [{ _id: 0, host }] } }, { signal });
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await admin.command({ hello: 1 }, { signal })).isWritablePrimary) return;
    await sleep(100, undefined, { signal });
  }
  throw new Error('mongod did not become primary of its replica set within 10 s.');
}
