import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sameUser } from './identity';
import { repository } from './layout';
import { identify, isAlive, type ProcessId } from './processes';

/** What `next build` reads. A change in any of these means another build; tests and the other processes do not. */
const sources = [
  'app/**/*',
  'components/**/*',
  'lib/**/*',
  'drizzle/schema/**/*',
  'messages/**/*',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const stamp = join(repository, '.next/bitmarket-build');
const lock = join(repository, '.bitmarket/build.lock');
const buildTimeoutMs = 15 * 60_000;

/** SHA-256 over paths and contents, in a stable order. */
export function hashSources(): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: repository, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash
      .update(`${file.slice(repository.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

export function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources();
}

/**
 * Runs `next build` unless the last one was made from these very sources. Two launchers of one clone take turns.
 * @returns whether it built. Throws with the end of the build's output when it fails.
 */
export async function build(): Promise<boolean> {
  if (isBuilt()) return false;
  await takeLock();
  try {
    const hash = hashSources();
    if (isBuilt()) return false;
    rmSync(stamp, { force: true });
    await runNextBuild();
    writeFileSync(stamp, hash);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A `next build` that someone runs by hand holds a lock of its own: waiting for it is kinder than failing. */
async function runNextBuild(): Promise<void> {
  for (const deadline = Date.now() + buildTimeoutMs; ; await sleep(1_000)) {
    const output = await nextBuild();
    if (output === undefined) return;
    if (!output.includes('Another next build process is already running') || Date.now() > deadline) {
      throw new Error(`next build failed:\n${output.trimEnd().split('\n').slice(-40).join('\n')}`);
    }
  }
}

/** Resolves to undefined, or to what it wrote when it failed. */
function nextBuild(): Promise<string | undefined> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  const options = { cwd: repository, env, timeout: buildTimeoutMs, maxBuffer: 64 * 1024 * 1024 };
  // It dies with the launcher: a Ctrl-C during the build leaves no compiler running.
  const [program = '', ...prefix] = sameUser;
  const args = [...prefix, process.execPath, 'node_modules/next/dist/bin/next', 'build'];
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve(error ? `${stdout}\n${stderr}` : undefined);
    });
  });
}

async function takeLock(): Promise<void> {
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify(identify(process.pid)), { flag: 'wx' });
      return;
    } catch {
      if (!holderLives()) rmSync(lock, { force: true });
      else await sleep(200);
    }
  }
}

function holderLives(): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(lock, 'utf8')) as ProcessId);
  } catch {
    return false;
  }
}
