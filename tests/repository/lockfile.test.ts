import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Lockfile, missingOptional } from '@/bin/complete-lockfile';

const read = () => JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;

test('npm ci accepts the lock on every platform: no optional package is left out', () => {
  const missing = missingOptional(read()).map(({ name }) => name);
  expect(missing, 'repair it: node --import tsx bin/complete-lockfile.ts').toEqual([]);
});

test('a platform that is left out is found', () => {
  const lockfile = read();
  delete lockfile.packages['node_modules/@biomejs/cli-darwin-arm64'];
  expect(missingOptional(lockfile).map(({ name }) => name)).toEqual(['@biomejs/cli-darwin-arm64']);
});
