/** npm test: every part, or those that are named, and one line at the end that says how it went. */
import { parseArgs } from 'node:util';
import type { Tally } from './command';
import { engines, runOn } from './engine';
import forgetSettings from './forget-settings';
import { parts } from './parts';

forgetSettings();

const names = parts.map(({ name }) => name);
const { values, positionals: args } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, engine: { type: 'string' } },
});

if (values.help) {
  console.log(`npm test                  everything
npm test -- PART…         some parts:
${parts.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}
npm test -- FILTER        the unit tests and journeys whose file names contain it
npm test -- PART FILTER   that part, filtered
npm test -- object-storage --engine minio   what we ask of an S3, on MinIO instead of SeaweedFS`);
  process.exit(0);
}
if (values.engine !== undefined) {
  const engine = engines.find((name) => name === values.engine);
  if (!engine) throw new Error(`--engine is one of ${engines.join(', ')}`);
  runOn(engine);
}

const filters = args.filter((argument) => !names.includes(argument));
const named = parts.filter(({ name }) => args.includes(name));
const filterable = parts.filter(({ name }) => ['deploy', 'unit', 'launcher', 'journeys'].includes(name));
const chosen = named.length > 0 ? named : filters.length > 0 ? filterable : parts;

const total: Tally = { passed: 0, failed: 0 };
const lines: string[] = [];
const failures: string[] = [];
for (const { name, about, run } of chosen) {
  const startedAt = performance.now();
  console.log(`── ${name}: ${about}`);
  const tally = await run(filters).catch((error: Error): Tally => {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  });
  total.passed += tally.passed;
  total.failed += tally.failed;
  failures.push(...(tally.failures ?? []));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const line = `${tally.failed > 0 ? '✗' : '✓'} ${name.padEnd(12)} ${tally.passed} ok, ${tally.failed} not, ${seconds} s`;
  lines.push(line);
  console.log(line);
}

for (const failure of failures) console.log(`\n✗ ${failure.slice(0, 2_000)}`);
console.log(`\n${lines.join('\n')}\n`);
// Nothing that ran is no success: a filter that matches nothing, or a runner that found no test.
if (total.passed + total.failed === 0) {
  console.error(`No test matches ${filters.join(' ')}.`);
  total.failed = 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
