import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const fixture = 'tests/fixtures/corset/corset.mp4';
const slow = 10 * 60_000;
let directory: string;
/** TMPDIR of the command: has to be empty afterwards. */
let scratch: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-command-'));
  scratch = join(directory, 'scratch');
  await mkdir(scratch);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

interface Ending {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts a command with the repository as working directory. `onOutput` sees all of stdout so far. */
function start(command: string[], onOutput: (stdout: string, child: ChildProcess) => void = () => undefined) {
  const [program = '', ...args] = command;
  const env = { ...process.env, TMPDIR: scratch, LANG: 'C', LC_ALL: '' };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
    onOutput(stdout, child);
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise<Ending>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

const scan = (...args: string[]) => ['bash', 'bin/scan', ...args, '--profile', 'quick'];
/** What the command left in its scratch folder; tsx keeps a cache of its own there. */
const leftovers = async () => (await readdir(scratch)).filter((name) => !name.startsWith('tsx-'));

const output = () => join(directory, 'model.glb');

test('a bad input: a sentence, exit 1, nothing written', async () => {
  const { code, stdout, stderr } = await start(scan('LICENCE-that-is-not-there.mp4', output()));
  expect(code).toBe(1);
  expect(stdout).toBe('inspect\n');
  expect(stderr).toContain('The input cannot be read as a video or photographs');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await readdir(directory)).toEqual(['scratch']);
  expect(await leftovers()).toEqual([]);
});

test('with --json every line is an object, the last one says why', async () => {
  const { code, stdout } = await start(scan('package.json', output(), '--json'));
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: 'failed', reason: 'unreadable' });
});

test('an output that cannot be written is refused before the work', async () => {
  const { code, stderr } = await start(scan(fixture, '/dev/null/model.glb'));
  expect(code).toBe(1);
  expect(stderr).toContain('The output cannot be written there');
  expect(await leftovers()).toEqual([]);
});

test('Meshroom is refused with a sentence where it cannot run', async () => {
  const { code, stderr } = await start(scan(fixture, output(), '--engine', 'meshroom'));
  expect(code).toBe(1);
  expect(stderr).toContain('Meshroom cannot run here');
});

test('Ctrl-C: exit 130, no file, no folder, no process left', { timeout: slow }, async () => {
  const { code, stderr } = await start(scan(fixture, output(), '--json'), (stdout, child) => {
    if (stdout.includes('"stage":"cameras"')) child.kill('SIGINT');
  });
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await readdir(directory)).toEqual(['scratch']);
  expect(await leftovers()).toEqual([]);
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  expect(lines.filter((line) => line.includes(scratch))).toEqual([]);
});

test('a full disk: out of space, exit 1, nothing left', { timeout: slow }, async ({ skip }) => {
  const inNamespace = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'];
  const mounts = await start([...inNamespace, 'mount -t tmpfs -o size=10m tmpfs "$TMPDIR"']);
  skip(mounts.code !== 0, 'user namespaces are forbidden here');
  const small =
    'mount -t tmpfs -o size=10m tmpfs "$TMPDIR" && "$@"; code=$?; ls "$TMPDIR" | grep -v ^tsx-; exit $code';
  const { code, stdout, stderr } = await start([...inNamespace, small, 'sh', ...scan(fixture, output())]);
  expect(code).toBe(1);
  expect(stderr).toContain('The disk is full');
  expect(stdout).toBe('inspect\nframes\n');
  expect(await readdir(directory)).toEqual(['scratch']);
});
