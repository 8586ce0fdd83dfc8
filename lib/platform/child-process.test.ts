import { readdir, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { envNames } from '@/lib/env';
import { ChildError, runChild } from './child-process';

const never = new AbortController().signal;
const options = { signal: never, timeoutMs: 10_000 };

/** Whether a process with this word among its arguments is alive. */
async function isRunning(word: string): Promise<boolean> {
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (line.split('\0').includes(word)) return true;
  }
  return false;
}

async function untilGone(word: string): Promise<boolean> {
  for (let attempt = 0; attempt < 50 && (await isRunning(word)); attempt++) await sleep(100);
  return !(await isRunning(word));
}

test('returns what the child wrote, having fed it what it reads', async () => {
  const stdin = Readable.from(['one two', ' three']);
  expect(await runChild('wc', ['-w'], { ...options, stdin })).toBe('3\n');
});

test('a failure carries the exit code and the end of stderr', async () => {
  const failure = await runChild('sh', ['-c', 'echo why >&2; exit 7'], options).catch((error) => error);
  expect(failure).toBeInstanceOf(ChildError);
  expect(failure).toMatchObject({ ending: 'exit', code: 7, stderrTail: 'why\n' });
});

test.each([
  ['exit 7', true],
  ['echo "bwrap: no permission to create a namespace" >&2; exit 1', false],
  ['no-such-program', false],
  ['kill -9 $$', false],
  ['sleep 63.25', false],
])('whether `%s` was a refusal: %s', async (script, isRefusal) => {
  const failure = await runChild('sh', ['-c', script], { ...options, timeoutMs: 1000 }).catch(
    (error) => error,
  );
  expect(failure).toMatchObject({ isRefusal });
});

test('a child learns none of our secrets, and what it needs to run', async () => {
  const seen = await runChild('env', [], { ...options, environment: { GIVEN: 'yes' } });
  const names = seen.split('\n').map((line) => line.split('=')[0] ?? '');
  expect(names.filter((name) => envNames.includes(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'GIVEN']));
  expect(process.env.AUTH_SECRET, 'there is something to keep').toBeTruthy();
});

test('a program that does not exist fails', async () => {
  await expect(runChild('no-such-program', [], options)).rejects.toMatchObject({ ending: 'exit', code: 127 });
});

test('a time limit ends the child and what it started', async () => {
  const running = runChild('sh', ['-c', 'sleep 61.25 & sleep 61.25'], { ...options, timeoutMs: 300 });
  await expect(running).rejects.toMatchObject({ ending: 'timeout' });
  expect(await untilGone('61.25')).toBe(true);
});

test('an abort ends a group that ignores SIGTERM, and rejects with its reason', async () => {
  const controller = new AbortController();
  const stubborn = 'trap "" TERM; sleep 62.25 & while :; do wait; sleep 0.1; done';
  const running = runChild('sh', ['-c', stubborn], { ...options, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 300);
  await expect(running).rejects.toThrow('enough');
  expect(await untilGone('62.25')).toBe(true);
});

test('a limit on memory holds', async () => {
  const greedy = ['-e', 'new Array(40).fill(0).map(() => Buffer.alloc(1e8, 1))'];
  await expect(runChild(process.execPath, greedy, { ...options, addressSpaceBytes: 2e9 })).rejects.toThrow(
    ChildError,
  );
});

test('stderr arrives line by line, however it was cut', async () => {
  const lines: string[] = [];
  const script = 'printf "a\\nb" >&2; sleep 0.1; printf "c\\n" >&2';
  await runChild('sh', ['-c', script], { ...options, onStderrLine: (line) => lines.push(line) });
  expect(lines).toEqual(['a', 'bc']);
});
