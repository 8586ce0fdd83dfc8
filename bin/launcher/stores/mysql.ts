import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf, storeUser } from '../identity';
import { findProgram } from '../layout';
import { probeTcp } from '../probes';
import { signalGroup } from '../processes';
import { baseEnvironment, required, type Store, type StoreContext, storeTimes } from './store';

const remedy = 'Install mariadb-server, or set MYSQL_URL.';

/** MySQL 8.4's defaults, so that MariaDB refuses what MySQL refuses. */
const sqlMode =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/** MariaDB as a child, or the server that MYSQL_URL names. */
export function mysqlStore({ layout, ports, credentials }: StoreContext): Store {
  const external = process.env.MYSQL_URL;
  if (external)
    return { name: 'mysql', spec: undefined, prepare: async () => {}, env: { MYSQL_URL: external } };
  const directory = join(layout.stores, 'mysql');
  const data = join(directory, 'data');
  const program = required(findProgram('mariadbd', 'mysqld'), 'MariaDB', remedy);
  const user = storeUser(directory, program, ['mysql', 'nobody']);
  const asRoot = user.isRoot ? ['--user=root'] : [];
  const initFile = join(directory, 'init.sql');
  const options = [
    '--no-defaults',
    ...asRoot,
    `--datadir=${data}`,
    // Relative to the data directory: the path of a socket may have 107 bytes, and a clone may lie deep.
    '--socket=mysql.sock',
    '--pid-file=mysql.pid',
    `--port=${ports.mysql}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    `--init-file=${initFile}`,
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    `--sql-mode=${sqlMode}`,
    '--default-time-zone=+00:00',
    '--local-infile=0',
    '--max-connections=300',
  ];
  return {
    name: 'mysql',
    env: { MYSQL_URL: `mysql://bitmarket:${credentials.mysqlPassword}@127.0.0.1:${ports.mysql}/bitmarket` },
    async prepare(signal) {
      const done = join(directory, 'installed');
      if (!existsSync(done)) {
        // An attempt that was cut short leaves half of the system tables.
        rmSync(data, { recursive: true, force: true });
        await install([...user.prefix, installer()], [...asRoot, `--datadir=${data}`], directory, signal);
        writeFileSync(done, '');
      }
      writeFileSync(initFile, initSql(credentials.mysqlPassword), { mode: 0o600 });
      giveToOwnerOf(directory, initFile);
    },
    spec: {
      name: 'mysql',
      command: [...user.prefix, program, ...options],
      cwd: directory,
      env: baseEnvironment(),
      logFile: join(layout.logs, 'mysql.log'),
      probe: () => probeTcp(ports.mysql, null, /MariaDB|mysql_native_password|caching_sha2/),
      ...storeTimes,
    },
  };
}

const installer = () => required(findProgram('mariadb-install-db', 'mysql_install_db'), 'MariaDB', remedy);

/** A shell script that runs mariadbd: both are ended together, so that neither writes on when we stop. */
async function install(command: string[], place: string[], cwd: string, signal: AbortSignal): Promise<void> {
  const [program = '', ...args] = [...command, '--no-defaults', ...place];
  const options = ['--skip-test-db', '--skip-name-resolve', '--auth-root-authentication-method=socket'];
  const env = baseEnvironment() as NodeJS.ProcessEnv;
  const child = spawn(program, [...args, ...options], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.pid !== undefined && signalGroup(child.pid, 'SIGKILL');
  signal.addEventListener('abort', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (code !== 0)
    throw new Error(`mariadb-install-db failed:\n${output.trimEnd().split('\n').slice(-15).join('\n')}`);
}

/** Run at every start by the server itself: the database and its user are there and have the password of our file. */
function initSql(password: string): string {
  return [
    'CREATE DATABASE IF NOT EXISTS bitmarket;',
    `CREATE USER IF NOT EXISTS 'bitmarket'@'%' IDENTIFIED BY '${password}';`,
    `ALTER USER 'bitmarket'@'%' IDENTIFIED BY '${password}';`,
    // The tests make databases of their own beside it: bitmarket_test_1 and so on.
    "GRANT ALL ON `bitmarket%`.* TO 'bitmarket'@'%';",
    '',
  ].join('\n');
}
