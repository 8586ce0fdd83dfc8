import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sameUser } from './identity';
import { repository } from './layout';
import { signalGroup } from './processes';

const longestMs = 300_000;
/** Of what it wrote, this much of the end is kept for the error. */
const keptLength = 4_000;

/**
 * Runs one of our own programs to its end, in a group of its own: Ctrl-C in the terminal must not end a migration half way,
 * since MySQL commits each change of a table by itself, and the next start would meet a table that it is about to make.
 * Throws with the end of its output when it fails.
 * @param signal kills it
 */
export async function runOnce(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const [program = '', ...prefix] = sameUser;
  const child = spawn(program, [...prefix, process.execPath, ...args], {
    cwd: repository,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    timeout: longestMs,
  });
  const end = () => child.pid !== undefined && signalGroup(child.pid, 'SIGKILL');
  signal.addEventListener('abort', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptLength);
    });
  }
  const [code] = await once(child, 'close').finally(() => signal.removeEventListener('abort', end));
  if (code !== 0) throw new Error(`node ${args.join(' ')} failed:\n${output.trimEnd()}`);
}
