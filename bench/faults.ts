import { Command } from 'commander';
import { runCommand } from '@/bin/testing/command';

await new Command('npm run bench -- faults')
  .description('Kills workers at random moments: the test of npm test, for longer.')
  .option('--kills <count>', 'how often', '1000')
  .option('--seed <number>', 'to look at a failure again')
  .action(async ({ kills, seed }: { kills: string; seed?: string }) => {
    const args = ['run', '--project=unit', 'tests/faults/killed-at-random.test.ts'];
    const env = { NODE_ENV: 'test', FAULT_KILLS: kills, ...(seed && { FAULT_SEED: seed }) };
    process.exitCode = (await runCommand('vitest', args, { show: true, env })).code;
  })
  .parseAsync();
