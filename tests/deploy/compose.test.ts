import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { serviceCommands } from '@/bin/launcher/services';
import { parseEnv } from '@/lib/env';

interface Service {
  image?: string;
  build?: { context: string; target: string };
  user?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[]; interval: string };
  ports?: string[];
  networks?: string[];
  volumes?: string[];
  restart?: string;
}

interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true, strict: true }) as Compose;
const services = Object.entries(compose.services);
const ours = ['web', 'chat', 'worker', 'worker-meshroom', 'migrate', 'seed'];
const onceOnly = new Set(['migrate', 'seed']);
const withoutPort = new Set(['worker', 'worker-meshroom']);

function serviceOf(name: string): Service {
  const service = compose.services[name];
  if (!service) throw new Error(`there is no service ${name}`);
  return service;
}

/** Compose's `${NAME:-default}` and `${NAME:?message}`, with a secret for what has no default. */
function substitute(value: string): string {
  return value.replace(
    /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
    (_, _name, fallback) => fallback ?? 'x'.repeat(48),
  );
}

/** The names that lib/env.ts reads, from its source: the schema itself is its own. */
const knownNames = new Set(
  [...readFileSync('lib/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name),
);

describe.each(ours)('%s', (name) => {
  const environment = serviceOf(name).environment ?? {};

  test('gets only names that lib/env.ts reads', () => {
    expect(knownNames.size).toBeGreaterThan(10);
    expect(Object.keys(environment).filter((variable) => !knownNames.has(variable))).toEqual([]);
  });

  test('gets an environment that lib/env.ts accepts', () => {
    const substituted = Object.entries(environment).map(([variable, value]) => [variable, substitute(value)]);
    expect(() => parseEnv(Object.fromEntries(substituted))).not.toThrow();
  });
});

test('our services run the commands that the launcher runs', () => {
  const commands = Object.fromEntries(ours.map((name) => [name, serviceOf(name).command]));
  expect(commands).toEqual({
    web: serviceCommands.web(3000, '0.0.0.0'),
    chat: serviceCommands.chat,
    worker: serviceCommands.worker,
    'worker-meshroom': serviceCommands.worker,
    migrate: serviceCommands.migrate,
    seed: serviceCommands.seed,
  });
});

test('the stores are the ones of the design', () => {
  const images = Object.fromEntries(services.map(([name, { image }]) => [name, image]));
  expect(images).toMatchObject({
    mysql: 'mysql:8.4',
    mongodb: 'mongo:8',
    redis: 'redis:8',
    gateway: 'caddy:2',
  });
  expect(images.objects).toMatch(/^minio\/minio:RELEASE/);
});

test('everything that listens has a health check, and whoever needs it waits for it', () => {
  for (const [name, { healthcheck, depends_on = {} }] of services) {
    const listens = !onceOnly.has(name) && !withoutPort.has(name);
    expect(Boolean(healthcheck?.test.length), `${name} has a health check`).toBe(listens);
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      const expected = onceOnly.has(needed) ? 'service_completed_successfully' : 'service_healthy';
      expect([needed, condition]).toEqual([needed, expected]);
      expect(Object.keys(compose.services)).toContain(needed);
    }
  }
});

test('no process runs as root', () => {
  for (const [name, { user, image }] of services) {
    // Our own images end with USER node, which the Dockerfile's test holds.
    const own = ours.includes(name) && (image === undefined || image === 'bitmarket-web');
    expect(own || (user !== undefined && !/^(root|0)(:|$)/.test(user)), name).toBe(true);
  }
});

test('only the gateway is published, and the stores’ network does not reach the internet', () => {
  const published = services.filter(([, { ports }]) => ports).map(([name]) => name);
  expect(published).toEqual(['gateway']);
  // Not to the neighbours of a machine on which anyone signs in as a demo person.
  expect(serviceOf('gateway').ports?.map(substitute)).toEqual(['127.0.0.1:3000:3000']);
  expect(substitute(serviceOf('web').environment?.DEMO_SIGN_IN ?? '')).toBe('1');
  expect(compose.networks.stores).toEqual({ internal: true });
  const inNetwork = (network: string) =>
    services.filter(([, { networks }]) => networks?.includes(network)).map(([name]) => name);
  expect(inNetwork('front')).toEqual(['gateway']);
  expect(inNetwork('outside')).toEqual(['web', 'chat']);
  // What worker and web share is a network without a way out.
  expect(compose.networks.outside).toBeNull();
});

test('named volumes are declared, and mounted files exist', () => {
  const sources = services.flatMap(([, { volumes = [] }]) =>
    volumes.map((volume) => volume.split(':')[0] ?? ''),
  );
  for (const source of sources) {
    if (source.startsWith('.')) expect(() => readFileSync(source)).not.toThrow();
    else expect(Object.keys(compose.volumes)).toContain(source);
  }
});
