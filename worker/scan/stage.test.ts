import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetStages, runStage, type StageContext } from './stage';

let context: StageContext;

beforeEach(async () => {
  const workDirectory = await mkdtemp(join(tmpdir(), 'bitmarket-stage-'));
  context = { workDirectory, signal: new AbortController().signal, stageSeconds: {} };
});
afterEach(() => rm(context.workDirectory, { recursive: true, force: true }));

let runs = 0;
const count = async (directory: string) => {
  runs += 1;
  await writeFile(join(directory, 'output'), `run ${runs}`);
  return { runs };
};

test('a stage with the same inputs is run once', async () => {
  const first = await runStage(context, 'frames', { a: 1 }, count);
  const second = await runStage(context, 'frames', { a: 1 }, count);
  expect(second).toEqual(first);
  expect(context.stageSeconds).toHaveProperty('frames');
});

test('other inputs run it again, and give another key', async () => {
  const first = await runStage(context, 'frames', { a: 1 }, count);
  const second = await runStage(context, 'frames', { a: 2 }, count);
  expect(second.key).not.toBe(first.key);
  expect(second.facts.runs).toBe(first.facts.runs + 1);
});

test('a stage that fails leaves nothing under its name, and the next call starts it anew', async () => {
  const failing = runStage(context, 'frames', {}, async (directory) => {
    await writeFile(join(directory, 'half'), 'half');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await readdir(context.workDirectory)).toEqual(['frames.partial']);
  await runStage(context, 'frames', {}, count);
  expect(await readdir(context.workDirectory)).toEqual(['frames']);
  expect((await readdir(join(context.workDirectory, 'frames'))).sort()).toEqual(['output', 'stage.json']);
});

test('a folder without its marker, or with a broken one, counts for nothing', async () => {
  await mkdir(join(context.workDirectory, 'frames'));
  await writeFile(join(context.workDirectory, 'frames', 'stage.json'), '{"key": ');
  const { facts, directory } = await runStage(context, 'frames', {}, count);
  expect(await readFile(join(directory, 'output'), 'utf8')).toBe(`run ${facts.runs}`);
});

test('an aborted scan starts no stage', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(runStage({ ...context, signal }, 'frames', {}, count)).rejects.toThrow('stop');
  expect(await readdir(context.workDirectory)).toEqual([]);
});

test('forgetting removes stages and nothing that a person put beside them', async () => {
  await runStage(context, 'frames', {}, count);
  await mkdir(join(context.workDirectory, 'cameras.partial'));
  await mkdir(join(context.workDirectory, 'holiday'));
  await writeFile(join(context.workDirectory, 'notes.txt'), 'mine');
  await forgetStages(context.workDirectory);
  expect((await readdir(context.workDirectory)).sort()).toEqual(['holiday', 'notes.txt']);
});
