/** npm start and npm run dev, after bin/start has made sure that everything is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from './build';
import { repository } from './layout';
import { chatNames } from './ports';
import { probeHttp } from './probes';
import { parentOf } from './processes';
import { System } from './system';

const help = `npm start [-- OPTIONS]

  --dev             reload web, chat and worker when their sources change (npm run dev)
  --stores-only     only the stores and the gateway; run the rest by hand: source .bitmarket/env
  --no-seed         no demo shop on the first run
  --print-env       print the environment that the processes get (also in .bitmarket/env while it runs)
  --chat N          chat servers behind the gateway, 1 to 4 (default 1)
  --port N          where the gateway listens (default 3000, or the next free one)
  --data DIR        data, logs and settings (default .bitmarket)
  --verbose         the output of web, chat and worker here instead of in DIR/logs
  --help
`;

const { values: options } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    'stores-only': { type: 'boolean', default: false },
    'no-seed': { type: 'boolean', default: false },
    'print-env': { type: 'boolean', default: false },
    chat: { type: 'string', default: '1' },
    port: { type: 'string', default: '3000' },
    data: { type: 'string', default: join(repository, '.bitmarket') },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string) => console.log(line);

/** Does one step and says how long it took; a step that says it had nothing to do is not mentioned. */
async function step(title: string, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  const result = await work();
  if (result !== false) say(`${title} … ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function startAll(system: System): Promise<void> {
  const building = step('build', () => (options.dev ? Promise.resolve(false) : build()));
  // Awaited below; without this a failed build would end the process before the stores are stopped in order.
  building.catch(() => undefined);
  await step('stores (MySQL, MongoDB, Redis, objects)', () => system.startStores());
  const web = async () => {
    await building;
    await step('web and gateway', () => Promise.all([system.startWeb(), system.startGateway()]));
  };
  const rest = async () => {
    await step('migrations and buckets', () => system.migrate());
    if (!options['no-seed']) await step('demo shop', () => system.seedOnce());
    await step('chat and worker', () => system.startChatAndWorker());
  };
  await Promise.all([web(), rest()]);
  await step('first page', () => untilAnswering(system.address.url));
}

async function startStoresOnly(system: System): Promise<void> {
  await step('stores (MySQL, MongoDB, Redis, objects)', () => system.startStores());
  await step('gateway', () => system.startGateway());
}

/** next dev compiles a page when it is first asked for; under load that takes minutes. */
const firstPageMs = options.dev ? 300_000 : 60_000;

async function untilAnswering(url: string): Promise<void> {
  const deadline = Date.now() + firstPageMs;
  for (;;) {
    try {
      await probeHttp(url, [200, 307, 308], deadline - Date.now());
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/**
 * npm, when it started us. When npm is killed with -9 nobody tells us, and nobody could stop us with Ctrl-C any more;
 * so we stop too. Started by hand (nohup, a service manager), a parent that ends means nothing.
 */
function npmAncestor(): number | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  for (let pid = parentOf(process.pid), depth = 0; pid !== undefined && pid > 1 && depth < 4; depth++) {
    const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
    if (/\bnpm\b/.test(name)) return pid;
    pid = parentOf(pid);
  }
  return undefined;
}

function chatServers(given: string): number {
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1 || count > chatNames.length)
    throw new Error(`--chat takes a number from 1 to ${chatNames.length}.`);
  return count;
}

async function main(): Promise<void> {
  if (options.help) return say(help);
  const onLine =
    options.verbose || options.dev ? (name: string, line: string) => say(`${name} | ${line}`) : undefined;
  const system = await System.open({
    directory: options.data,
    gatewayPort: Number(options.port),
    chatServers: chatServers(options.chat),
    mode: options.dev ? 'development' : 'production',
    say,
    onLine,
  });
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    const startedAt = performance.now();
    await system.close();
    say(
      `stopped in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; the data stays in ${options.data}`,
    );
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const npm = npmAncestor();
  if (npm !== undefined) setInterval(() => parentOf(npm) === undefined && void stop(1), 1_000).unref();
  try {
    await (options['stores-only'] ? startStoresOnly(system) : startAll(system));
  } catch (error) {
    if (stopping) return;
    console.error(`\n${(error as Error).message}\n`);
    await stop(1);
  }
  if (options['print-env']) say(readFileSync(system.layout.environmentFile, 'utf8').trimEnd());
  say(
    options['stores-only']
      ? 'Ready. In another terminal: source .bitmarket/env'
      : `\n  ${system.address.url}\n`,
  );
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
