import { access, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inScratch, sweepScratch } from './scratch';

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test('a folder goes with its work, however that ends', async () => {
  let seen = '';
  const failing = inScratch(async (directory) => {
    seen = directory;
    await writeFile(join(directory, 'video'), 'x');
    throw new Error('the work failed');
  });
  await expect(failing).rejects.toThrow('the work failed');
  expect(await isThere(seen)).toBe(false);
});

test('what a process that was killed has left is swept, what is at work and what is not ours stays', async () => {
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000);
  const foreign = await mkdtemp(join(tmpdir(), 'somebody-else-'));
  const left = await mkdtemp(join(tmpdir(), 'bitmarket-media-'));
  for (const directory of [foreign, left]) await utimes(directory, yesterday, yesterday);
  await inScratch(async (atWork) => {
    expect(await sweepScratch()).toBeGreaterThan(0);
    expect(await Promise.all([atWork, foreign, left].map(isThere))).toEqual([true, true, false]);
  });
});
