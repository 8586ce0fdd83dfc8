import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** The repository. The launcher's own files lie two folders below it. */
export const repository = resolve(import.meta.dirname, '../..');

/** Where everything of one running system lies. Two systems with two data directories do not know of each other. */
export interface Layout {
  /** Data, logs and settings: `.bitmarket` of the repository, or a throw-away directory of the tests. */
  readonly directory: string;
  readonly logs: string;
  readonly stores: string;
  readonly credentialsFile: string;
  readonly portsFile: string;
  /** Who runs here now: the launcher and its children, each with its start time. */
  readonly processesFile: string;
  /** The environment of the children as lines for `source`, for running one of them by hand. */
  readonly environmentFile: string;
  readonly seededFile: string;
}

/** Makes the directory and its folders. Stores may run as other users, so that they must be able to pass through. */
export function createLayout(directory: string): Layout {
  const root = resolve(directory);
  const layout: Layout = {
    directory: root,
    logs: join(root, 'logs'),
    stores: join(root, 'stores'),
    credentialsFile: join(root, 'credentials.json'),
    portsFile: join(root, 'ports.json'),
    processesFile: join(root, 'processes.json'),
    environmentFile: join(root, 'env'),
    seededFile: join(root, 'seeded'),
  };
  for (const path of [root, layout.logs, layout.stores]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
  }
  return layout;
}

/** Where pip put what Debian does not carry; one for all data directories. */
const wheelBinaries = join(repository, '.bitmarket/venv/bin');

/**
 * The full path of the first of these programs that is on PATH, or that came as a wheel; undefined when none is.
 * The sbin folders are searched too: Debian keeps mariadbd there and leaves them off a person's PATH.
 */
export function findProgram(...names: string[]): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/sbin',
    '/usr/sbin',
    wheelBinaries,
  ];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder.replace(/^~/, homedir()), name);
      if (folder !== '' && isExecutable(path)) return path;
    }
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
