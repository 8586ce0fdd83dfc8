import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { envNames } from '@/lib/env';

const run = promisify(execFile);
const settings = Object.fromEntries(envNames.map((name) => [name, "the operator's own"]));
// With a system that runs elsewhere, npm run shots starts none.
const env = { ...process.env, ...settings, BITMARKET_URL: 'http://127.0.0.1:9' };

const report = `
  import { writeSync } from 'node:fs';
  const left = () => ${JSON.stringify(envNames)}.filter((name) => process.env[name] !== undefined);
  process.on('exit', () => writeSync(2, '\\nleft: ' + left().join(' ') + '\\n'));`;

const entries = ['bin/testing/run.ts', 'bin/testing/shots.ts', 'bench/chat.ts', 'bench/jobs.ts'];

test.each(entries)("%s works on stores of its own, whatever the operator's shell names", async (entry) => {
  const watching = ['--import', `data:text/javascript,${encodeURIComponent(report)}`];
  const { stderr } = await run(process.execPath, ['--import', 'tsx', ...watching, entry, '--help'], { env });
  expect(stderr).toMatch(/^left: $/m);
});

test('no test sees a setting of the shell', () => {
  expect(envNames.filter((name) => process.env[name] !== undefined)).toEqual([]);
});

test('nor does one that npx vitest runs where the shell has them', async () => {
  const here = 'tests/repository/own-stores.test.ts';
  const only = ['--project=repository', '-t', 'no test sees a setting', here];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...only];
  const { stdout } = await run(process.execPath, vitest, { env: { ...env, NO_COLOR: '1' } });
  expect(stdout).toMatch(/Tests +1 passed/);
});
