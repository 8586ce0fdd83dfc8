import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

interface Report {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
}

/** A small repository of the same shape: every file is named with its imports. */
const healthy: Record<string, string[]> = {
  'app/page.ts': ['@/components/card', '@/lib/listings/service', '@/lib/protocol/frames', '@/lib/errors'],
  'components/card.ts': ['@/lib/listings/schema', '@/lib/protocol/frames'],
  'lib/errors.ts': [],
  'lib/env.ts': ['zod'],
  'lib/listings/schema.ts': ['zod'],
  'lib/listings/service.ts': ['./repository', './schema', '@/lib/errors', '@/lib/media/service'],
  'lib/listings/repository.ts': ['@/drizzle/schema/listings', '@/lib/platform/store'],
  'lib/media/service.ts': ['./repository'],
  'lib/media/repository.ts': ['@/lib/platform/store'],
  'lib/platform/store.ts': ['@/lib/env', '@/lib/errors'],
  'lib/protocol/frames.ts': ['zod'],
  'drizzle/schema/listings.ts': [],
  'server/main.ts': ['@/lib/listings/service', '@/lib/protocol/frames', '@/lib/platform/store'],
  'worker/main.ts': ['@/lib/listings/service', '@/lib/platform/store'],
};

/** Each planted import breaks this rule, and the healthy tree around it breaks none. */
const planted: [rule: string, file: string, imported: string][] = [
  ['app-is-transport', 'app/page.ts', '@/lib/platform/store'],
  ['app-is-transport', 'app/page.ts', '@/drizzle/schema/listings'],
  ['components-take-props', 'components/card.ts', '@/app/page'],
  ['components-take-props', 'components/card.ts', '@/lib/listings/service'],
  ['components-never-reach-stores', 'lib/listings/schema.ts', '@/lib/platform/store'],
  ['server-and-worker-have-no-face', 'server/main.ts', '@/components/card'],
  ['server-and-worker-have-no-face', 'server/main.ts', '../worker/main'],
  ['server-and-worker-have-no-face', 'worker/main.ts', '@/server/main'],
  ['lib-stands-below', 'lib/listings/service.ts', '@/worker/main'],
  ['lib-without-next', 'lib/listings/service.ts', 'next/headers'],
  ['repository-is-private', 'lib/listings/service.ts', '@/lib/media/repository'],
  ['repository-is-private-to-lib', 'server/main.ts', '../lib/listings/repository'],
  ['tables-only-in-repositories', 'lib/listings/service.ts', '@/drizzle/schema/listings'],
  ['platform-without-domain', 'lib/platform/store.ts', '@/lib/listings/schema'],
  ['protocol-is-zod-only', 'lib/protocol/frames.ts', '@/lib/listings/schema'],
  ['no-cycles', 'lib/media/service.ts', '@/lib/listings/service'],
  ['no-unresolvable', 'server/main.ts', '@/lib/absent'],
  ['no-dev-dependencies-in-production', 'server/main.ts', 'vitest'],
];

function cruise(tree: Record<string, string[]>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bitmarket-imports-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, imports] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(
      join(folder, file),
      `${imports.map((name) => `import '${name}';`).join('\n')}\nexport {};\n`,
    );
  }
  for (const name of ['tsconfig.json', 'package.json', 'node_modules'])
    symlinkSync(resolve(name), join(folder, name));
  const config = resolve('.dependency-cruiser.cjs');
  const args = [
    '--config',
    config,
    '--output-type',
    'json',
    'app',
    'components',
    'lib',
    'server',
    'worker',
    'drizzle',
  ];
  const program = resolve('node_modules/.bin/depcruise');
  return new Promise((done, fail) => {
    execFile(program, args, { cwd: folder }, (_error, stdout, stderr) => {
      try {
        done(JSON.parse(stdout) as Report);
      } catch {
        fail(new Error(stderr));
      }
    });
  });
}

test('a healthy tree breaks no rule', async () => {
  const { summary } = await cruise(healthy);
  expect(summary.violations).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThanOrEqual(Object.keys(healthy).length);
});

test.each(planted)('%s is broken when %s imports %s', async (rule, file, imported) => {
  const { summary } = await cruise({ ...healthy, [file]: [...(healthy[file] ?? []), imported] });
  expect(summary.violations.map((violation) => violation.rule.name)).toContain(rule);
});

test('no-barrels is broken by an index file', async () => {
  const tree = { ...healthy, 'lib/media/index.ts': [], 'server/main.ts': ['@/lib/media/index'] };
  const { summary } = await cruise(tree);
  expect(summary.violations.map((violation) => violation.rule.name)).toContain('no-barrels');
});
