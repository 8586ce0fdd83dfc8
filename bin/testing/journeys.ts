import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOpenIdProvider } from '../../tests/harness/openid-provider';
import { build } from '../launcher/build';
import { repository } from '../launcher/layout';
import { System } from '../launcher/system';
import { runCommand, type Tally } from './command';

/** Builds and starts everything in a throw-away directory, as `npm start` would, for a browser to use. */
export async function startForBrowser(): Promise<{ system: System; close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'bitmarket-journeys-'));
  const say = (line: string) => console.log(line);
  // A scan in a journey shows the way, not the best model.
  process.env.SCAN_PROFILE = 'quick';
  // A journey is the push service; the servers have to know it from the start.
  process.env.PUSH_TEST_ORIGIN = 'http://127.0.0.1:13599';
  const system = await System.open({ directory, gatewayPort: 13_500, mode: 'production', say });
  const client = {
    id: 'bitmarket',
    secret: 'only-for-tests',
    redirectUri: `${system.address.url}/api/auth/callback/google`,
  };
  const openIdProvider = await startOpenIdProvider(client);
  Object.assign(process.env, {
    OIDC_ISSUER: openIdProvider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
  });
  const close = async () => {
    await Promise.all([system.close(), openIdProvider.close()]);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await Promise.all([build(), system.startStores()]);
    await system.migrate();
    await system.seedOnce();
    await Promise.all([system.startWeb(), system.startChatAndWorker(), system.startGateway()]);
  } catch (error) {
    await close();
    throw error;
  }
  return { system, close };
}

/** What playwright.config.ts and the journeys read. */
export function browserEnvironment(system: System): Record<string, string> {
  const { PUSH_TEST_ORIGIN = '' } = process.env;
  return { BITMARKET_URL: system.address.url, BITMARKET_DATA: system.layout.directory, PUSH_TEST_ORIGIN };
}

const journeys = () =>
  readdirSync(join(repository, 'tests/journeys')).map((name) => `tests/journeys/${name}`);

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    file: string;
    tests: { results: { errors: { message?: string }[] }[] }[];
  }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

function playwrightFailures({ suites = [], specs }: PlaywrightSuite): string[] {
  const messages = specs.flatMap(({ title, file, tests }) => {
    const errors = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));
    return errors.map(({ message = '' }) => `${file}: ${title}\n${message}`);
  });
  return [...messages, ...suites.flatMap(playwrightFailures)];
}

/** @param filters files, or parts of their names */
export async function runJourneys(filters: readonly string[]): Promise<Tally> {
  // Building and starting everything takes minutes: not for nothing.
  if (filters.length > 0 && !journeys().some((file) => filters.some((filter) => file.includes(filter))))
    return { passed: 0, failed: 0 };
  const { system, close } = await startForBrowser();
  const report = join(system.layout.directory, 'playwright.json');
  try {
    const env = { ...browserEnvironment(system), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const args = ['test', '--project=journeys', '--reporter=list,json', '--pass-with-no-tests', ...filters];
    const { code } = await runCommand('playwright', args, { show: true, env });
    const { stats, suites } = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport;
    // A test that passes only at the second attempt has found something: it counts as failed.
    const failed = stats.unexpected + stats.flaky;
    const failures = suites.flatMap(playwrightFailures);
    return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, failures };
  } finally {
    await close();
  }
}
