import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCredentials } from '@/bin/launcher/credentials';
import { createLayout } from '@/bin/launcher/layout';
import { choosePorts } from '@/bin/launcher/ports';
import { createUser, findDocumentStores, mongodbStore } from '@/bin/launcher/stores/mongodb';
import { objectStore } from '@/bin/launcher/stores/objects';

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitmarket-path-'));
  process.env.PATH = folder;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

function install(name: string, version: string): string {
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\necho "db version v${version}"\n`, { mode: 0o755 });
  return program;
}
const installMongod = (version: string) => install('mongod', version);

test('a mongod that cannot write to two collections at once is left alone', () => {
  installMongod('7.0.14');
  expect(findDocumentStores()[0]).toMatch(/secantusd-py$/);
});

test('a recent mongod is preferred', () => {
  const program = installMongod('8.0.4');
  expect(findDocumentStores()[0]).toBe(program);
});

test('whoever stops while the user is being created does not wait for a server that has gone', async () => {
  const stopping = new AbortController();
  // Nothing listens on port 9.
  const creating = createUser('mongodb://127.0.0.1:9/?directConnection=true', 'secret', stopping.signal);
  setTimeout(() => stopping.abort(), 100);
  await expect(creating).rejects.toThrow();
}, 3_000);

/** A data directory whose documents, or objects, this program has begun. */
async function begunBy(file: string, program: string) {
  const layout = createLayout(join(folder, 'data'));
  mkdirSync(join(layout.stores, file, '..'), { recursive: true });
  writeFileSync(join(layout.stores, file), program);
  const ports = await choosePorts(layout.portsFile, 14_500);
  return { layout, ports, credentials: loadCredentials(layout.credentialsFile) };
}

test.each([
  ['mongodb/user-created', mongodbStore, 'secantusd-py', 'mongod'],
  ['objects/begun-by', objectStore, 'weed', 'minio'],
] as const)('%s: data stays with the program that began it', async (file, make, ours, other) => {
  expect(make(await begunBy(file, '')).spec?.command.join(' ')).toContain(`/${ours} `);
  const context = await begunBy(file, other);
  expect(() => make(context)).toThrow(`was begun by ${other}, which is not found any more`);
  const program = install(other, '8.0.4');
  expect(make(context).spec?.command).toContain(program);
  expect(make(await begunBy(file, ours)).spec?.command.join(' ')).toContain(`/${ours} `);
});
