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

const startUpMs = 60_000;
const stopMs = 5_000;

/** Limits that all stores share: a cold disk may make the first answer slow; 5 s of the 10 s of Ctrl-C are theirs. */
export const storeTimes = { readyTimeoutMs: startUpMs, stopTimeoutMs: stopMs } as const;
