import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { serviceCommands } from '@/bin/launcher/services';
import { System } from '@/bin/launcher/system';
import forgetSettings from '@/bin/testing/forget-settings';
import { closeMysql } from '@/lib/platform/mysql';
import { closeRedis } from '@/lib/platform/redis';
import { createDatabase } from '@/tests/harness/stores';
import { bullmq } from './jobs/bullmq';
import { type Figures, measure } from './jobs/measure';
import { ours } from './jobs/ours';

forgetSettings();

const slots = [1, 8] as const;

await new Command('npm run bench -- jobs')
  .description('Pickup time and throughput of the job pipeline beside BullMQ, on the same Redis, in one run.')
  .option('--pickups <count>', 'jobs whose pickup is timed', Number, 200)
  .option('--jobs <count>', 'jobs that are written and done for the throughput', Number, 2000)
  .action(bench)
  .parseAsync();

async function bench(options: { pickups: number; jobs: number }): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bitmarket-bench-'));
  const say = (line: string) => console.error(line);
  const system = await System.open({ directory, gatewayPort: 13_800, mode: 'production', say });
  try {
    await system.startStores();
    Object.assign(process.env, system.env, { LOG_LEVEL: 'error' });
    await createDatabase(system.env.MYSQL_URL ?? '');
    const [, ...args] = serviceCommands.migrate;
    await promisify(execFile)(process.execPath, args, { env: process.env });
    const other = bullmq(system.env.REDIS_URL ?? '');
    // Twice, and the second counts: nobody pays for the first connections and the compiler.
    const warm = { pickups: 10, jobs: 200, slots };
    for (const queue of [ours, other]) await measure(queue, warm);
    const figures = [await measure(ours, { ...options, slots }), await measure(other, { ...options, slots })];
    await other.close();
    console.log(table(figures as [Figures, Figures]));
  } finally {
    await Promise.all([closeMysql(), closeRedis()]);
    await system.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function table([own, other]: [Figures, Figures]): string {
  const ms = (value: number) => value.toFixed(1);
  const rate = (value: number) => value.toFixed(0);
  const row = (name: string, of: (figures: Figures) => number, format: (value: number) => string) =>
    `| ${name} | ${format(of(own))} | ${format(of(other))} | ${(of(own) / of(other)).toPrecision(2)} |`;
  return [
    `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} at the end`,
    '',
    '| | BitMarket | BullMQ | ratio |',
    '|---|---|---|---|',
    row('pickup, median, ms', ({ pickupMs }) => pickupMs.p50, ms),
    row('pickup, 95th percentile, ms', ({ pickupMs }) => pickupMs.p95, ms),
    row('written a second', ({ addedPerSecond }) => addedPerSecond, rate),
    ...slots.map((count) =>
      row(`done a second, slots: ${count}`, (f) => f.donePerSecond.get(count) ?? Number.NaN, rate),
    ),
  ].join('\n');
}
