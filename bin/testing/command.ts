import { spawn } from 'node:child_process';
import { repository } from '../launcher/layout';

/** How many tests of a part held, and how many did not. */
export interface Tally {
  passed: number;
  failed: number;
  /** Which did not, and what they said: shown once more at the very end, which is what CI keeps of a long run. */
  failures?: readonly string[];
}

export interface CommandResult {
  code: number;
  output: string;
}

/**
 * Runs a program of the repository to its end.
 * @param options.show print what it writes while it writes it; else it is only collected
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { show?: boolean; env?: Readonly<Record<string, string>> } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: repository,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (options.show) process.stdout.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
