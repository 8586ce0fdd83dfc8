import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
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
