import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { aliceVisionRoot } from '@/lib/env';
import { ChildError, runChild } from '@/lib/platform/child-process';
import type { ScanProgress } from '@/lib/scans/schema';
import { ScanError } from '@/worker/scan/engine';
import { killOrphans, newMark } from '@/worker/scan/marked-processes';
import {
  NodeList,
  progressOfLog,
  readCalibration,
  reasonOfFailure,
  saysFull,
} from '@/worker/scan/meshroom-output';

export interface BatchOptions {
  /** `photogrammetry` needs CUDA; `photogrammetryDraft` makes the mesh of the sparse points. */
  pipeline: 'photogrammetry' | 'photogrammetryDraft';
  images: string;
  imageCount: number;
  /** Made by the caller; `output`, the project and its cache are written into it. */
  directory: string;
  textureSide: number;
  signal: AbortSignal;
  onProgress(progress: ScanProgress): void;
  /** For tests. */
  program?: string;
  /** Without a sign of life from it or its nodes for this long, it hangs. */
  silenceMs?: number;
  lookEveryMs?: number;
}

/** meshroom_batch's arguments: what works with the versions of 2024 and 2025 alike. */
export function batchArguments(
  options: Pick<BatchOptions, 'pipeline' | 'images' | 'directory' | 'textureSide'>,
) {
  return [
    ...['--pipeline', options.pipeline],
    ...['--input', options.images],
    ...['--output', `${options.directory}/output`],
    // The cache lies beside it: --cache is ignored by some versions.
    ...['--save', `${options.directory}/project.mg`],
    '--paramOverrides',
    'Texturing:colorMapping.colorMappingFileType=jpg',
    `Texturing:textureSide=${options.textureSide}`,
  ];
}

const longestMs = 3 * 3600_000;
const tailBytes = 64 * 1024;

/**
 * Runs meshroom_batch to its end. Throws ScanError with the reason that fits what it printed; ends a run that hangs.
 * Nothing that it started lives on, however it ends.
 */
export async function runBatch(options: BatchOptions): Promise<void> {
  await killOrphans();
  const mark = newMark();
  const hung = new AbortController();
  const nodes = new NodeList();
  const printed: string[] = [];
  const keep = (line: string) => {
    printed.push(line);
    if (printed.length > 400) printed.shift();
    // It would never exit.
    if (saysFull(line)) hung.abort(new ScanError('out_of_space', line));
  };
  const watch = watchLogs(options, nodes, hung);
  try {
    await runChild(options.program ?? 'meshroom_batch', batchArguments(options), {
      signal: AbortSignal.any([options.signal, hung.signal]),
      timeoutMs: longestMs,
      environment: { ...mark.environment, ...libraries(), PYTHONUNBUFFERED: '1' },
      async onStdout(stdout) {
        for await (const line of createInterface({ input: stdout })) {
          keep(line);
          nodes.read(line);
        }
      },
      onStderrLine: keep,
    });
  } catch (error) {
    options.signal.throwIfAborted();
    if (hung.signal.aborted) throw hung.signal.reason;
    if (!(error instanceof ChildError)) throw error;
    const output = `${printed.join('\n')}\n${await tailOfLog(nodes)}`;
    throw new ScanError(reasonOfFailure(output), error.message, { cause: error });
  } finally {
    watch.stop();
    await mark.killAll();
  }
}

/** AliceVision's own libraries, for it alone: they would break the worker's other tools. */
function libraries(): Record<string, string> {
  const root = aliceVisionRoot();
  return root ? { LD_LIBRARY_PATH: `${root}/lib` } : {};
}

/** Tells progress by the node at work, and ends the run when nothing has been written for too long. */
function watchLogs(options: BatchOptions, nodes: NodeList, hung: AbortController) {
  const silenceMs = options.silenceMs ?? 20 * 60_000;
  let last = { at: Date.now(), sign: '' };
  const look = async () => {
    const { current } = nodes;
    const log = await readLog(current?.logFile);
    const size = current?.logFile ? ((await stat(current.logFile).catch(() => null))?.size ?? 0) : 0;
    const sign = `${current?.type} ${current?.done} ${current?.logFile} ${size}`;
    if (sign !== last.sign) last = { at: Date.now(), sign };
    else if (Date.now() - last.at > silenceMs)
      hung.abort(new ScanError('engine_crashed', `meshroom_batch hangs at ${sign}`));
    const progress = current && nodes.progress(progressOfLog(current.type, log, options.imageCount));
    if (!progress) return;
    const calibration = current.type === 'StructureFromMotion' ? readCalibration(log) : null;
    options.onProgress({ ...progress, ...(calibration && { camerasSolved: calibration.cameras }) });
  };
  const timer = setInterval(() => void look(), options.lookEveryMs ?? 1000);
  return { stop: () => clearInterval(timer) };
}

async function readLog(path: string | null | undefined): Promise<string> {
  if (!path) return '';
  return readFile(path, 'utf8').catch(() => '');
}

async function tailOfLog(nodes: NodeList): Promise<string> {
  return (await readLog(nodes.current?.logFile)).slice(-tailBytes);
}
