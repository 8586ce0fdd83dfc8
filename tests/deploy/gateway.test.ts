import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { gatewaySpec } from '@/bin/launcher/gateway';
import { createLayout } from '@/bin/launcher/layout';

const run = promisify(execFile);
const caddyfile = readFileSync('deploy/Caddyfile', 'utf8');
const composeText = readFileSync('docker-compose.yml', 'utf8');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bitmarket-deploy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function launcherGateway() {
  const names = [
    'gateway',
    'web',
    'chat',
    'mysql',
    'mongodb',
    'redis',
    's3',
    's3Master',
    's3Volume',
    's3Filer',
  ];
  const ports = Object.fromEntries([...names, 's3Admin'].map((name, index) => [name, 20_000 + index]));
  const address = { url: 'http://localhost:20000', port: 20_000, isLocal: true };
  const layout = createLayout(temporaryFolder());
  const s3 = 'http://127.0.0.1:20006';
  return gatewaySpec(layout, ports as Parameters<typeof gatewaySpec>[1], address, s3, [20_002, 20_012]);
}

test('launcher and compose give the Caddyfile every name that it reads', () => {
  const read = new Set([...caddyfile.matchAll(/\{\$(\w+)/g)].map(([, name]) => name));
  expect([...read].sort()).toEqual(
    ['CHAT_UPSTREAM', 'GATEWAY_ADDRESS', 'GATEWAY_BIND', 'OBJECTS_UPSTREAM', 'WEB_UPSTREAM'].sort(),
  );
  const compose = parse(composeText, { merge: true }) as { services: { gateway: { environment: object } } };
  for (const name of read) {
    expect(launcherGateway().env).toHaveProperty([name ?? '']);
    expect(compose.services.gateway.environment).toHaveProperty([name ?? '']);
  }
});

test('caddy accepts the Caddyfile with the launcher’s environment', async () => {
  const { command, env, cwd } = launcherGateway();
  const [program = '', ...args] = command.map((word) => (word === 'run' ? 'validate' : word));
  await expect(run(program, args, { cwd, env: env as NodeJS.ProcessEnv })).resolves.toBeDefined();
});

test('the script for secrets writes what compose asks for, readable by its owner only, and never over it', async () => {
  const file = join(temporaryFolder(), 'env');
  await run('bash', ['deploy/secrets', file]);
  const written = readFileSync(file, 'utf8');
  const asked = new Set([...composeText.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
  expect(
    written
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]),
  ).toEqual(expect.arrayContaining([...asked]));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(run('bash', ['deploy/secrets', file])).rejects.toThrow(/exist|overwrite/);
  expect(readFileSync(file, 'utf8')).toBe(written);
});
