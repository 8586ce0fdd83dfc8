import { join } from 'node:path';
import { sameUser } from './identity';
import { type Layout, repository } from './layout';
import type { chatNames, Ports } from './ports';
import { probeHttp, probeTcpOpen } from './probes';
import type { ProcessSpec } from './supervised-process';

/** `development` reloads: next dev, and tsx watch for chat and worker. */
export type Mode = 'production' | 'development';

/**
 * V8 of a chat server collects sooner. As it is, it lets so much pile up while many connect at once that a connection
 * takes four times what it needs, and gives none of it back.
 */
export const chatMemory = ['--max-semi-space-size=4', '--heap-growing-percent=50'] as const;

/**
 * The commands of our own processes, from the root of the repository, as one would type them.
 * docker-compose.yml and the Dockerfile run the same ones: tests/deploy compares them.
 */
export const serviceCommands = {
  migrate: ['node', '--import', 'tsx', 'bin/migrate.ts'],
  seed: ['node', '--import', 'tsx', 'drizzle/seed/main.ts'],
  chat: ['node', ...chatMemory, '--import', 'tsx', 'server/main.ts'],
  worker: ['node', '--import', 'tsx', 'worker/main.ts'],
  web: (port: number | string, host: string) => ['node', nextProgram, 'start', '-p', `${port}`, '-H', host],
} as const;

const nextProgram = 'node_modules/next/dist/bin/next';

export interface ServiceContext {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly mode: Mode;
  /** Everything that lib/env.ts reads. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine?: (name: string, line: string) => void;
}

export function webSpec(context: ServiceContext): ProcessSpec {
  const { ports, mode } = context;
  const development = ['node', nextProgram, 'dev', '-p', `${ports.web}`, '-H', '127.0.0.1'];
  const command = mode === 'production' ? serviceCommands.web(ports.web, '127.0.0.1') : development;
  const health = `http://127.0.0.1:${ports.web}/api/health`;
  // next dev compiles at the first request: that it listens is enough there.
  const probe = () => (mode === 'production' ? probeHttp(health, [200]) : probeTcpOpen(ports.web));
  return service(context, 'web', command, probe, 3_000);
}

/** @param name one of several chat servers; each has a port of its own, and all share Redis */
export function chatSpec(context: ServiceContext, name: (typeof chatNames)[number]): ProcessSpec {
  const command = watched(serviceCommands.chat, context.mode);
  const port = context.ports[name];
  const env = { ...context.env, CHAT_PORT: `${port}` };
  const probe = () => probeHttp(`http://127.0.0.1:${port}/healthz`, [200]);
  // A server that stops sends its browsers to the others, one after the other.
  return service({ ...context, env }, name, command, probe, 9_000);
}

/** It listens on nothing: it is ready once it runs, and said to have ended when it does not keep running. */
export function workerSpec(context: ServiceContext): ProcessSpec {
  // One that is just packing a model hands it back between two steps of some seconds.
  return service(context, 'worker', watched(serviceCommands.worker, context.mode), async () => {}, 9_000);
}

function service(
  { layout, env, mode, onLine }: ServiceContext,
  name: string,
  [, ...args]: readonly string[],
  probe: () => Promise<void>,
  stopTimeoutMs: number,
): ProcessSpec {
  return {
    name,
    // The very node that runs the launcher, whatever PATH says.
    command: [...sameUser, process.execPath, ...args],
    cwd: repository,
    env: { ...env, NODE_ENV: mode },
    logFile: join(layout.logs, `${name}.log`),
    probe,
    readyTimeoutMs: 60_000,
    stopTimeoutMs,
    ...(onLine && { onLine: (line: string) => onLine(name, line) }),
  };
}

function watched(command: readonly string[], mode: Mode): readonly string[] {
  if (mode === 'production') return command;
  return ['node', 'node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', command.at(-1) ?? ''];
}
