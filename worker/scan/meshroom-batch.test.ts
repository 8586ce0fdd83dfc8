import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanProgress } from '@/lib/scans/schema';
import { type BatchOptions, batchArguments, runBatch } from './meshroom-batch';

const recordings = resolve('tests/fixtures/meshroom');
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-meshroom-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A program in the place of meshroom_batch, which prints a recording and ends as that did. */
async function run(script: string, options: Partial<BatchOptions> = {}): Promise<ScanProgress[]> {
  const program = join(directory, 'meshroom_batch');
  await writeFile(program, `#!/bin/bash\n${script}\n`);
  await chmod(program, 0o755);
  const seen: ScanProgress[] = [];
  await runBatch({
    pipeline: 'photogrammetry',
    images: join(directory, 'images'),
    imageCount: 23,
    directory,
    textureSide: 4096,
    signal: new AbortController().signal,
    onProgress: (progress) => seen.push(progress),
    program,
    lookEveryMs: 20,
    ...options,
  });
  return seen;
}

const replay = (name: string) =>
  `cat ${recordings}/${name}/stdout.txt; cat ${recordings}/${name}/stderr.txt >&2`;

/** Processes that have the folder in their environment or among their arguments. */
async function living(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')),
  );
  return lines.filter((line) => line.includes(`NODE_OF=${directory}`));
}

/** A node in a session of its own, as Meshroom 2025 starts them: the group of its parent does not reach it. */
const nodeOfItsOwn = () => `NODE_OF=${directory} setsid sleep 300 </dev/null >/dev/null 2>&1 &`;

test('the command is the one that the recordings were made with', () => {
  const options = {
    images: '/in',
    directory: '/work',
    textureSide: 4096,
    pipeline: 'photogrammetryDraft',
  } as const;
  expect(batchArguments(options).join(' ')).toBe(
    '--pipeline photogrammetryDraft --input /in --output /work/output --save /work/project.mg ' +
      '--paramOverrides Texturing:colorMapping.colorMappingFileType=jpg Texturing:textureSide=4096',
  );
});

test('a run that goes well tells its progress', async () => {
  const seen = await run(`cat ${recordings}/success-monstree/stdout.txt; sleep 0.3`);
  expect(seen.at(-1)).toMatchObject({ stage: 'texture' });
});

test.each([
  ['failure-flat-images', 'too_plain_or_shiny'],
  ['failure-one-image', 'too_few_views'],
])('%s ends as %s', async (name, reason) => {
  await expect(run(`${replay(name)}; exit 1`)).rejects.toMatchObject({ name: 'ScanError', reason });
});

test('a full disk, after which it never exits, is ended at once', async () => {
  const running = run(`${replay('disk-full-hangs')}; exec sleep 300`);
  await expect(running).rejects.toMatchObject({ reason: 'out_of_space' });
});

test('one that hangs without a word is ended after a silence, with the nodes that it started', async () => {
  const script = `${nodeOfItsOwn()} cat ${recordings}/success-2025/stdout.txt; sleep 300`;
  await expect(run(script, { silenceMs: 400 })).rejects.toMatchObject({ reason: 'engine_crashed' });
  expect(await living()).toEqual([]);
});

test('cancelled, it takes its nodes along, even those in sessions of their own', async () => {
  const controller = new AbortController();
  const running = run(`${nodeOfItsOwn()} sleep 300`, { signal: controller.signal });
  const outcome = expect(running).rejects.toThrow('enough');
  await expect.poll(living, { timeout: 10_000 }).toHaveLength(1);
  controller.abort(new Error('enough'));
  await outcome;
  expect(await living()).toEqual([]);
});

test('a program that is not there is a crash of the engine', async () => {
  await expect(run('', { program: '/nowhere/meshroom_batch' })).rejects.toMatchObject({
    reason: 'engine_crashed',
  });
});
