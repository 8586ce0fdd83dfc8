import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ChildError, runChild } from '@/lib/platform/child-process';
import { ScanError } from '@/worker/scan/engine';

const binaries = new URL('../photogrammetry/build/bin/', import.meta.url);

export type Room =
  | 'keyframes'
  | 'turntable'
  | 'matching'
  | 'region'
  | 'depth'
  | 'masks'
  | 'openings'
  | 'completion'
  | 'fusion'
  | 'texture';

export interface ToolOptions {
  signal: AbortSignal;
  timeoutMs: number;
  stdin?: Readable;
  onProgress?(share: number): void;
  /** Other lines than `progress` and `result`: the word, and the JSON after it. */
  onLine?(word: string, json: string): void;
}

/** Hash of the room's program: part of the key of its stage, so that no stage of an older engine is reused. */
export async function roomStamp(room: Room): Promise<string> {
  const program = await readFile(new URL(room, binaries));
  return createHash('sha256').update(program).digest('hex').slice(0, 16);
}

/**
 * Runs one room of worker/photogrammetry and returns the figures of its `result` line. The exit codes 3 and 4 become
 * ScanErrors, as its README says; everything else that is not success stays a ChildError.
 */
export async function runRoom(
  room: Room,
  args: readonly (string | number)[],
  options: ToolOptions,
): Promise<Record<string, unknown>> {
  let result: Record<string, unknown> | undefined;
  const readStdout = async (stdout: Readable) => {
    for await (const line of createInterface({ input: stdout })) {
      const space = line.indexOf(' ');
      const word = line.slice(0, space);
      const rest = line.slice(space + 1);
      if (word === 'progress') options.onProgress?.(Math.min(1, Number(rest)));
      else if (word === 'result') result = JSON.parse(rest);
      else options.onLine?.(word, rest);
    }
  };
  try {
    await runChild(new URL(room, binaries).pathname, args.map(String), {
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      stdin: options.stdin,
      onStdout: readStdout,
    });
  } catch (error) {
    throw error instanceof ChildError ? asScanError(error) : error;
  }
  if (!result) throw new Error(`${room} ended well without a result line`);
  return result;
}

function asScanError(error: ChildError): Error {
  if (error.ending === 'exit' && error.code === 3)
    return new ScanError('nothing_recognised', error.stderrTail, { cause: error });
  if (error.ending === 'exit' && error.code === 4)
    return new ScanError('too_plain_or_shiny', error.stderrTail, { cause: error });
  return error;
}
