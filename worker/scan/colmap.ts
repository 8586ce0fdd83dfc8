import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { runChild } from '@/lib/platform/child-process';

export type ColmapCommand =
  | 'feature_extractor'
  | 'matches_importer'
  | 'mapper'
  | 'point_triangulator'
  | 'image_deleter'
  | 'image_undistorter';

/** Twenty times what 54 frames take on two idle cores: only a tool that hangs gets there. */
export const toolTimeoutMs = 30 * 60_000;

export interface ColmapOptions {
  signal: AbortSignal;
  timeoutMs: number;
  /** Each line of stdout: COLMAP says there what it is doing. */
  onLine?(line: string): void;
}

/** Runs one COLMAP command (3.8 or later, without CUDA). Arguments are option names without `--`, and values. */
export async function runColmap(
  command: ColmapCommand,
  args: Readonly<Record<string, string | number>>,
  options: ColmapOptions,
): Promise<void> {
  const flags = Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]);
  await runChild('colmap', [command, ...flags], {
    signal: options.signal,
    timeoutMs: options.timeoutMs,
    // COLMAP links Qt, which refuses to start without a display.
    environment: { QT_QPA_PLATFORM: 'offscreen' },
    async onStdout(stdout: Readable) {
      for await (const line of createInterface({ input: stdout })) options.onLine?.(line);
    },
  });
}

/** For `onLine`: the number in a line that fits the pattern, as a share of the total. */
export function countingProgress(pattern: RegExp, total: number, onProgress: (fraction: number) => void) {
  return (line: string) => {
    const done = Number(pattern.exec(line)?.[1] ?? 0);
    if (done > 0) onProgress(Math.min(1, done / total));
  };
}
