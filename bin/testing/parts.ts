import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../launcher/layout';
import { type CommandResult, runCommand, type Tally } from './command';
import { runJourneys } from './journeys';

export interface Part {
  name: string;
  about: string;
  /** @param filters names of files or tests, for the parts that have several */
  run(filters: readonly string[]): Promise<Tally>;
}

/** A part that either holds or does not counts as one test. Its output is shown when it does not. */
function check(name: string, about: string, work: () => Promise<CommandResult>): Part {
  return {
    name,
    about,
    async run() {
      const { code, output } = await work();
      if (code !== 0) process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

async function types(): Promise<CommandResult> {
  const generated = await runCommand('next', ['typegen']);
  return generated.code === 0 ? runCommand('tsc', ['--noEmit']) : generated;
}

interface CruiseReport {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

/** The least number of files that a healthy cruise sees; far below the real one, far above a cruise of nothing. */
const leastCruised = 100;
const cruised = ['app', 'components', 'lib', 'server', 'worker', 'drizzle', 'bin', 'bench', 'tests'];

async function imports(): Promise<CommandResult> {
  const roots = [...cruised, 'proxy.ts', 'instrumentation.ts'].filter((root) =>
    existsSync(join(repository, root)),
  );
  const config = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { code, output } = await runCommand('depcruise', [...config, ...roots]);
  let report: CruiseReport;
  try {
    report = JSON.parse(output) as CruiseReport;
  } catch {
    return { code: code || 1, output };
  }
  const { totalCruised, violations } = report.summary;
  if (totalCruised < leastCruised) return { code: 1, output: `only ${totalCruised} modules were cruised` };
  const lines = violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { code: violations.length > 0 ? 1 : 0, output: lines.join('\n') };
}

interface VitestReport {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

function vitestFailures({ testResults }: VitestReport): string[] {
  return testResults.flatMap((file) => {
    // A file that cannot be imported fails without a test of its own.
    if (file.status === 'failed' && file.assertionResults.length === 0)
      return [`${file.name}\n${file.message}`];
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    return failed.map(
      ({ fullName, failureMessages }) => `${file.name}: ${fullName}\n${failureMessages.join('\n')}`,
    );
  });
}

function vitest(name: string, about: string, projects: readonly string[]): Part {
  return {
    name,
    about,
    async run(filters) {
      const folder = mkdtempSync(join(tmpdir(), 'bitmarket-vitest-'));
      const file = join(folder, 'report.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const selection = projects.map((project) => `--project=${project}`);
      const args = ['run', ...selection, ...reporters, '--passWithNoTests', ...filters];
      const { code } = await runCommand('vitest', args, { show: true, env: { NODE_ENV: 'test' } });
      try {
        const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
        const failures = vitestFailures(report);
        const failed = failures.length;
        return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, failures };
      } catch {
        return { passed: 0, failed: code === 0 ? 0 : 1 };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

const cpp: Part = {
  name: 'cpp',
  about: 'the scan engine’s C++ on small synthetic scenes',
  async run() {
    const { code, output } = await runCommand('make', ['-s', '-C', 'worker/photogrammetry', 'test']);
    const summary = /^(\d+) passed, (\d+) failed\n/m;
    // npm test ends with a line of this form; there must be no other.
    process.stdout.write(output.replace(summary, ''));
    const [, passed = 0, failed = 0] = summary.exec(output)?.map(Number) ?? [];
    return { passed, failed: code !== 0 || passed === 0 ? Math.max(failed, 1) : failed };
  },
};

export const parts: readonly Part[] = [
  check('lint', 'format and lint (Biome)', () => runCommand('biome', ['ci', '--colors=off', '.'])),
  check('types', 'TypeScript, strict', types),
  check('imports', 'import rules (dependency-cruiser)', imports),
  check('dead-code', 'unused files, exports and packages (knip)', () =>
    runCommand('knip', ['--no-progress']),
  ),
  vitest('deploy', 'compose file, Dockerfile and Caddyfile', ['deploy']),
  cpp,
  vitest('unit', 'unit and store tests, on real stores', ['unit', 'repository']),
  vitest('launcher', 'starting, stopping and killing everything', ['launcher']),
  { name: 'journeys', about: 'a browser against a complete system', run: runJourneys },
];
