import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createUser, findDocumentStore } from '@/bin/launcher/stores/mongodb';

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

function installMongod(version: string): string {
  const program = join(folder, 'mongod');
  writeFileSync(program, `#!/bin/sh\necho "db version v${version}"\n`, { mode: 0o755 });
  return program;
}

test('a mongod that cannot write to two collections at once is left alone', () => {
  installMongod('7.0.14');
  expect(findDocumentStore()).toMatch(/secantusd-py$/);
});

test('a recent mongod is preferred', () => {
  const program = installMongod('8.0.4');
  expect(findDocumentStore()).toBe(program);
});

test('whoever stops while the user is being created does not wait for a server that has gone', async () => {
  const stopping = new AbortController();
  // Nothing listens on port 9.
  const creating = createUser('mongodb://127.0.0.1:9/?directConnection=true', 'secret', stopping.signal);
  setTimeout(() => stopping.abort(), 100);
  await expect(creating).rejects.toThrow();
}, 3_000);
