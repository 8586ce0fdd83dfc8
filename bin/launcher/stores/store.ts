import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Credentials } from '../credentials';
import type { Layout } from '../layout';
import type { Ports } from '../ports';
import type { ProcessSpec } from '../supervised-process';

export interface StoreContext {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly credentials: Credentials;
}

/** One of the four stores: how to run it, and what its clients are told. */
export interface Store {
  readonly name: string;
  /** Undefined when a URL in the environment says that it runs elsewhere. */
  readonly spec: ProcessSpec | undefined;
  /**
   * Makes the data directory and the first user. Runs before every start and does nothing once done.
   * @param signal ends what it runs; it then rejects, and the next start begins anew
   */
  prepare(signal: AbortSignal): Promise<void>;
  /** What lib/env.ts reads. */
  readonly env: Readonly<Record<string, string>>;
}

/** What every program may know of our environment. Nothing of ours names a secret of the person who started us. */
export function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];
  const entries = kept.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

/** A program that must be there, or an error that says how to get it. */
export function required(program: string | undefined, name: string, remedy: string): string {
  if (program === undefined) throw new Error(`${name} is not installed. ${remedy}`);
  return program;
}

/**
 * The first of these programs; where there is data already, the one that began it, since no other reads its files.
 * @param marker the file that names it; absent or empty where an earlier version of ours began
 */
export function ableToRead(
  marker: string,
  programs: readonly (string | undefined)[],
  name: string,
  remedy: string,
): string {
  const found = programs.filter((program) => program !== undefined);
  const beginner = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
  if (beginner === '') return required(found[0], name, remedy);
  const program = found.find((path) => basename(path) === beginner);
  if (program !== undefined) return program;
  throw new Error(
    `The data in ${dirname(marker)} was begun by ${beginner}, which is not found any more, and nothing else reads it. ` +
      'Put it on PATH, or move that folder away to begin anew.',
  );
}

const startUpMs = 60_000;
const stopMs = 5_000;

/** Limits that all stores share: a cold disk may make the first answer slow; 5 s of the 10 s of Ctrl-C are theirs. */
export const storeTimes = { readyTimeoutMs: startUpMs, stopTimeoutMs: stopMs } as const;
