import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { loadCredentials } from '@/bin/launcher/credentials';
import { createLayout } from '@/bin/launcher/layout';
import { choosePorts, isFree } from '@/bin/launcher/ports';
import { mongodbStore } from '@/bin/launcher/stores/mongodb';
import { mysqlStore } from '@/bin/launcher/stores/mysql';
import { objectStore } from '@/bin/launcher/stores/objects';
import { redisStore } from '@/bin/launcher/stores/redis';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'bitmarket-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** Takes a port for as long as the test needs it. */
async function occupy(port: number): Promise<Disposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { [Symbol.dispose]: () => void server.close() };
}

test('ports are remembered, and one that is taken meanwhile is chosen anew', async () => {
  const file = join(folder, 'ports.json');
  const first = await choosePorts(file, 14_500);
  expect(new Set(Object.values(first)).size).toBe(Object.values(first).length);
  expect(await choosePorts(file, 14_500)).toEqual(first);
  using _mysql = await occupy(first.mysql);
  using _gateway = await occupy(first.gateway);
  expect(await isFree(first.mysql)).toBe(false);
  const second = await choosePorts(file, 14_500);
  expect(second.mysql).not.toBe(first.mysql);
  expect(second.gateway).toBeGreaterThan(first.gateway);
  expect({ ...second, mysql: 0, gateway: 0 }).toEqual({ ...first, mysql: 0, gateway: 0 });
});

test('a gateway that moves up takes no other process out of its remembered port', async () => {
  const file = join(folder, 'next.json');
  const first = await choosePorts(file, 14_700);
  writeFileSync(file, JSON.stringify({ ...first, chat2: first.gateway + 1 }));
  using _gateway = await occupy(first.gateway);
  const second = await choosePorts(file, 14_700);
  expect(second.chat2).toBe(first.gateway + 1);
  expect(second.gateway).toBeGreaterThan(first.gateway + 1);
});

test('credentials are made once, for their owner only, and never replaced by half', () => {
  const file = join(folder, 'credentials.json');
  const first = loadCredentials(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Object.values(first).every((value) => value.length >= 32)).toBe(true);
  expect(loadCredentials(file)).toEqual(first);
  const { redisPassword: _, ...older } = first;
  writeFileSync(file, JSON.stringify(older));
  expect(loadCredentials(file)).toMatchObject(older);
  writeFileSync(file, '{"mysqlPass');
  expect(() => loadCredentials(file)).toThrow(/cannot be read/);
  expect(readFileSync(file, 'utf8')).toBe('{"mysqlPass');
});

test.each([
  ['MYSQL_URL', 'mysql://u:p@db.example:3306/bitmarket', mysqlStore],
  ['MONGODB_URL', 'mongodb://db.example/bitmarket', mongodbStore],
  ['REDIS_URL', 'redis://db.example:6379', redisStore],
  ['S3_ENDPOINT', 'https://s3.example', objectStore],
] as const)('%s of the environment replaces the child', async (name, value, make) => {
  vi.stubEnv(name, value);
  vi.stubEnv('S3_ACCESS_KEY', 'key');
  vi.stubEnv('S3_SECRET_KEY', 'secret');
  const layout = createLayout(join(folder, 'data'));
  const context = {
    layout,
    ports: await choosePorts(layout.portsFile, 14_500),
    credentials: loadCredentials(layout.credentialsFile),
  };
  const store = make(context);
  expect(store.spec).toBeUndefined();
  expect(store.env[name]).toBe(value);
});

/** Runs a piece of bash with bin/lib/bootstrap.sh sourced, and answers as the machine would in the piece's own way. */
async function bootstrap(script: string): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run('bash', [
      '-c',
      `set -euo pipefail; source bin/lib/bootstrap.sh; ${script}`,
    ]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

test('without root and sudo the exact command is printed, and nothing else happens', async () => {
  const machine =
    'has() { [ $1 != colmap ] && [ $1 != sudo ] && command -v $1 >/dev/null; }; id() { echo 1000; }';
  const { code, output } = await bootstrap(`${machine}; npm() { echo npm ran; }; bootstrap; echo went on`);
  expect(code).toBe(1);
  expect(output).toContain('apt-get update && apt-get install -y --no-remove --no-install-recommends colmap');
  expect(output).not.toMatch(/npm ran|went on/);
});

test('a step that fails shows why and what to do', async () => {
  const { code, output } = await bootstrap(
    'remedy="Do this." step "a step" bash -c "echo the reason; exit 3"',
  );
  expect(code).toBe(1);
  expect(output).toMatch(/a step … failed\s+the reason\s+Do this\./);
});

test('a hiccup of the network is tried again, three times in all', async () => {
  const flaky = 'sleep() { :; }; count=0; flaky() { count=$((count + 1)); [ $count -ge $1 ]; }';
  expect(await bootstrap(`${flaky}; retry flaky 3; echo $count`)).toMatchObject({ code: 0 });
  expect((await bootstrap(`${flaky}; retry flaky 4`)).code).not.toBe(0);
});

test('with everything in place the bootstrap takes less than a second', async () => {
  const startedAt = performance.now();
  const { code, output } = await bootstrap('bootstrap browser');
  expect({ code, output }).toEqual({ code: 0, output: '' });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
