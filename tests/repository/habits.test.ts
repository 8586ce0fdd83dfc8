import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

/** Tracked and new files that git does not ignore. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const sources = files.filter((file) => /\.(tsx?|mjs|cjs|cpp|h)$/.test(file));
const read = (file: string) => readFileSync(file, 'utf8');

test('there are files to look at', () => {
  expect(sources.length).toBeGreaterThan(100);
});

test('no source file is longer than 300 lines', () => {
  const long = sources
    .map((file) => [file, read(file).split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 300);
  expect(long).toEqual([]);
});

test('files are named in kebab-case', () => {
  // Next names its own files; [mediaId] and the like are parameters.
  const odd = sources.filter((file) => !/^(\.?[a-z0-9]+([-.][a-z0-9]+)*|\[.*)\.\w+$/.test(basename(file)));
  expect(odd).toEqual([]);
});

test('the environment is read in lib/env.ts alone, outside bin, bench and tests', () => {
  const allowed =
    /^(lib\/env\.ts|instrumentation\.ts|playwright\.config\.ts|(bin|bench|tests)\/.*)$|\.test\.tsx?$/;
  const readers = sources.filter((file) => !allowed.test(file) && /\bprocess\.env\b/.test(read(file)));
  expect(readers).toEqual([]);
});

test('no type check is switched off', () => {
  const silencers = /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any[;,)=\]>]/;
  const silenced = sources.filter(
    (file) => file !== 'tests/repository/habits.test.ts' && silencers.test(read(file)),
  );
  expect(silenced).toEqual([]);
});
