import { globSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { System } from '@/bin/launcher/system';
import { Launched, removeDirectory } from './launched';

const directory = Launched.newDirectory();
afterAll(() => removeDirectory(directory));

// While data directories are made, while users are created, while the stores start.
test.each([1_000, 1_500, 2_500])('Ctrl-C %i ms into the first start leaves no process', async (afterMs) => {
  const launched = Launched.start(directory, '--stores-only');
  await sleep(afterMs);
  launched.process.kill('SIGINT');
  expect((await launched.ended()).ms).toBeLessThan(10_000);
  expect(launched.family()).toEqual([]);
});

test('the next start begins anew where the first was cut short', async () => {
  const launched = Launched.start(directory, '--stores-only');
  await launched.says(/^Ready/m, 60_000);
  launched.process.kill('SIGINT');
  expect((await launched.ended()).code).toBe(0);
});

/** The process that runs this file for us, and the process group that it is in. */
function runsFor(file: string): { pid: number; group: number } | undefined {
  for (const path of globSync('/proc/[0-9]*/stat')) {
    try {
      const command = readFileSync(path.replace(/stat$/, 'cmdline'), 'utf8').split('\0');
      const [pid = 0, parent, group = 0] = readFileSync(path, 'utf8')
        .replace(/ \(.*\) \S/, '')
        .split(' ')
        .map(Number);
      if (command.includes(file) && parent === process.pid) return { pid, group };
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}

test('a migration is out of reach of Ctrl-C, and ends before its stores do', async () => {
  const system = await System.open({ directory, gatewayPort: 14_000, mode: 'production', say: () => {} });
  await system.startStores();
  const migrating = system.migrate();
  const { pid, group } = runsFor('bin/migrate.ts') ?? {};
  await Promise.all([expect(migrating).resolves.toBeUndefined(), system.close()]);
  expect(pid).toBeDefined();
  expect(group).toBe(pid);
});
