import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf, storeUser } from '../identity';
import { findProgram } from '../layout';
import { probeTcp } from '../probes';
import { baseEnvironment, required, type Store, type StoreContext, storeTimes } from './store';

/** redis-server (or valkey) as a child with its append-only file, or the server that REDIS_URL names. */
export function redisStore({ layout, ports, credentials }: StoreContext): Store {
  const external = process.env.REDIS_URL;
  if (external)
    return { name: 'redis', spec: undefined, prepare: async () => {}, env: { REDIS_URL: external } };
  const directory = join(layout.stores, 'redis');
  const configFile = join(directory, 'redis.conf');
  const program = required(
    findProgram('redis-server', 'valkey-server'),
    'Redis',
    'Install redis-server, or set REDIS_URL.',
  );
  const user = storeUser(directory, program, ['redis', 'nobody']);
  return {
    name: 'redis',
    env: { REDIS_URL: `redis://:${credentials.redisPassword}@127.0.0.1:${ports.redis}` },
    async prepare() {
      // In a file and not in arguments: everyone on the machine may read a process's arguments.
      const lines = [
        'bind 127.0.0.1',
        `port ${ports.redis}`,
        `requirepass ${credentials.redisPassword}`,
        'appendonly yes',
        'appendfsync everysec',
        'save ""',
        'maxmemory-policy noeviction',
        'daemonize no',
      ];
      writeFileSync(configFile, `${lines.join('\n')}\n`, { mode: 0o600 });
      giveToOwnerOf(directory, configFile);
    },
    spec: {
      name: 'redis',
      command: [...user.prefix, program, configFile],
      cwd: directory,
      env: baseEnvironment(),
      logFile: join(layout.logs, 'redis.log'),
      // While the file is loaded it answers LOADING.
      probe: () => probeTcp(ports.redis, `AUTH ${credentials.redisPassword}\r\nPING\r\n`, /^\+OK/),
      ...storeTimes,
    },
  };
}
