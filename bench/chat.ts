/** The chat server beside socket.io and bare ws, in the same run: npm run bench -- chat */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { serviceCommands } from '@/bin/launcher/services';
import { System } from '@/bin/launcher/system';
import { runCommand } from '@/bin/testing/command';
import forgetSettings from '@/bin/testing/forget-settings';
import type { Peer } from './chat/clients';
import { type Row, ratios, table } from './chat/report';
import type { Person } from './chat/world';

interface Options {
  connections: string;
  typing: string;
  sends: string;
  seconds: string;
  peers: string;
  storm: boolean;
}

forgetSettings();

new Command('npm run bench -- chat')
  .description('Two servers of each kind on one core; clients, stores and Redis on the others.')
  .option('--connections <list>', 'numbers of connections', '1000,10000')
  .option('--typing <n>', 'signs of writing per second, which nobody stores', '1000')
  .option('--sends <n>', 'messages per second, stored by a majority', '30')
  .option('--seconds <n>', 'how long each of the two is measured', '15')
  .option('--peers <list>', 'who is compared', 'ours,socket-io,bare-ws')
  .option('--no-storm', 'without the storm of everybody coming back at once')
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });

async function bench(options: Options): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bitmarket-bench-'));
  const system = await System.open({ directory, gatewayPort: 13_900, mode: 'production', say: () => {} });
  try {
    await system.startStores();
    Object.assign(process.env, system.env, { LOG_LEVEL: 'silent' });
    await runCommand(process.execPath, serviceCommands.migrate.slice(1));
    console.log(`${cpus()[0]?.model}, ${cpus().length} cores\n`);
    const rows: Row[] = [];
    for (const connections of options.connections.split(',').map(Number))
      for (const peer of options.peers.split(',') as Peer[]) {
        const row = await measure(peer, connections, options, system.env);
        rows.push(row);
        console.error(table([row]));
      }
    console.log(table(rows));
    for (const line of ratios(rows)) console.log(line);
  } finally {
    await system.close();
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}

/** Share of the connections that are there before memory is looked at. */
const warmShare = 0.2;
/**
 * How long messages are sent before what they cost is measured: V8 compiles a function with Maglev once it was called 400
 * times, and each of two servers has half of them. At twice the rate the peer is not done with these when the others come.
 */
const warmSeconds = 60;

async function measure(
  peer: Peer,
  connections: number,
  options: Options,
  environment: Readonly<Record<string, string>>,
): Promise<Row> {
  // Only now: they read the environment of the stores that were started.
  const { createPeople } = await import('./chat/world');
  const { Crowd } = await import('./chat/crowd');
  const { ServerPair } = await import('./chat/server-process');
  const { reconnectDelayMs } = await import('@/components/live/reconnect-delay');
  console.error(`${peer}, ${connections} connections …`);
  const people: Person[] = await createPeople(connections);
  const servers = await ServerPair.start(peer, environment);
  const crowd = new Crowd(peer, people, servers.ports, new URL(environment.PUBLIC_URL ?? '').origin);
  // What a server needs once, its connections to the stores and their buffers, is there after a few.
  const warm = connections * warmShare;
  await crowd.connect(warm);
  await sleep(3000);
  const few = await servers.sample();
  await crowd.connect(connections);
  await sleep(3000);
  const full = await servers.sample();
  const seconds = Number(options.seconds);
  const cpuDuring = async (work: () => Promise<unknown>) => {
    const before = await servers.sample();
    await work();
    return (await servers.sample()).cpuMicroseconds - before.cpuMicroseconds;
  };
  const idle = await cpuDuring(() => sleep(seconds * 1000));
  const [typing, sends] = [Number(options.typing), Number(options.sends)];
  const typingCpu = await cpuDuring(() => crowd.act('type', typing, seconds));
  // A server that has just begun interprets what a message takes: none is measured before it is compiled.
  await crowd.act('send', sends, warmSeconds);
  crowd.latenciesMs.length = 0;
  const sendCpu = await cpuDuring(() => crowd.act('send', sends, seconds));
  const stormSeconds =
    options.storm && peer === 'ours' ? await crowd.storm(() => reconnectDelayMs(0, Math.random())) : null;
  crowd.end();
  await servers.end();
  return {
    peer,
    connections,
    kbPerConnection: (full.rssBytes - few.rssBytes) / (connections - warm) / 1024,
    heapKbPerConnection: (full.heapBytes - few.heapBytes) / (connections - warm) / 1024,
    idlePercent: idle / seconds / 10_000,
    typingMicroseconds: Math.max(0, typingCpu - idle) / (typing * seconds),
    sendMicroseconds: Math.max(0, sendCpu - idle) / (2 * sends * seconds),
    latenciesMs: crowd.latenciesMs,
    wrong: crowd.wrong,
    stormSeconds,
  };
}
