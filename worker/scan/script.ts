import { fileURLToPath } from 'node:url';
import { runChild } from '@/lib/platform/child-process';

const tsx = import.meta.resolve('tsx');

/**
 * Runs a TypeScript program in a process of its own: what computes for seconds without a pause must not stop the
 * worker's heartbeat.
 */
export async function runScript(
  program: URL,
  args: readonly (string | number)[],
  signal: AbortSignal,
): Promise<void> {
  await runChild(process.execPath, ['--import', tsx, fileURLToPath(program), ...args.map(String)], {
    signal,
    timeoutMs: 10 * 60_000,
  });
}
