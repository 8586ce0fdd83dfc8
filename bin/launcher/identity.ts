import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** @param signal what the kernel sends to the child when the launcher dies, even by kill -9 */
const setpriv = (signal: 'TERM' | 'KILL', ...options: string[]) => [
  'setpriv',
  ...options,
  '--pdeathsig',
  signal,
  '--',
];

/** Bit numbers of linux/capability.h. */
const capabilities = { dac_override: 1, dac_read_search: 2 } as const;

/** What stands before a command of our own code: it stays the same user and dies with the launcher. */
export const sameUser: readonly string[] = setpriv('TERM');

/**
 * What stands before a store's command. A launcher that runs as root drops to the store's own account (mariadbd refuses
 * root, and the others need none of it); the directory is made and given to that account.
 *
 * A clone under a folder that only root may enter (/root, or a mktemp folder) could then not be reached. The store keeps one
 * capability for that: to pass through and read. Where the container has taken even that away, it stays root.
 * @param program the store's program, which the account must be able to reach as well
 * @param names accounts in the order of preference; the last one should exist everywhere
 * @param deathSignal what ends it when the launcher dies: KILL for a store that may not heed TERM and loses nothing by it
 */
export function storeUser(
  directory: string,
  program: string,
  names: readonly string[],
  deathSignal: 'TERM' | 'KILL' = 'TERM',
): { prefix: readonly string[]; isRoot: boolean } {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const undropped = setpriv(deathSignal);
  if (process.getuid?.() !== 0) return { prefix: undropped, isRoot: false };
  const account = names.map(findAccount).find((found) => found !== undefined);
  if (account === undefined) return { prefix: undropped, isRoot: true };
  const drop = ['--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups'];
  const pass = [directory, ...filesOf(program)].every(isOpenToOthers) ? [] : passThrough();
  if (pass === undefined) return { prefix: undropped, isRoot: true };
  chownSync(directory, account.uid, account.gid);
  return { prefix: setpriv(deathSignal, ...drop, ...pass), isRoot: false };
}

/** Gives a file that the launcher wrote for a store to the directory's owner. */
export function giveToOwnerOf(directory: string, path: string): void {
  const { uid, gid } = statSync(directory);
  chownSync(path, uid, gid);
}

function findAccount(name: string): Account | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [account, , uid, gid] = line.split(':');
    if (account === name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** The program itself, and the Python beside it that a wheel's script runs. */
function filesOf(program: string): string[] {
  return [program, join(dirname(program), 'python3')]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
}

function isOpenToOthers(directory: string): boolean {
  for (let path = dirname(directory); ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function passThrough(): string[] | undefined {
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const name = (['dac_read_search', 'dac_override'] as const).find(
    (capability) => (BigInt(`0x${bounding}`) >> BigInt(capabilities[capability])) & 1n,
  );
  return name && ['--inh-caps', `+${name}`, '--ambient-caps', `+${name}`];
}
