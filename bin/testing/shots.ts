/** npm run shots: pictures of every page into .shots/, from a system of its own or from the one in BITMARKET_URL. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../launcher/layout';
import { runCommand } from './command';
import forgetSettings from './forget-settings';
import { browserEnvironment, startForBrowser } from './journeys';

forgetSettings();

const args = ['test', '--project=shots', '--reporter=list', ...process.argv.slice(2)];
if (process.argv.length === 2) rmSync(join(repository, '.shots'), { recursive: true, force: true });

const running = process.env.BITMARKET_URL ? undefined : await startForBrowser();
const env = running ? browserEnvironment(running.system) : {};
const { code } = await runCommand('playwright', args, { show: true, env });
await running?.close();
process.exit(code);
