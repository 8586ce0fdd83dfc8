import { copyFile, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { logger } from '@/lib/platform/logger';
import { ScanError, type ScanRequest } from '@/worker/scan/engine';
import { meshroomIsUsable } from '@/worker/scan/meshroom-engine';
import { profiles } from '@/worker/scan/profile';
import { runScan } from '@/worker/scan/run-scan';
import { forgetStages } from '@/worker/scan/stage';
import { jsonReport, type Report, textReport } from './lib/scan-report';
import { languageOf, type Problem, sentence } from './lib/scan-sentences';

interface Options {
  json?: true;
  keep?: string;
  resume?: true;
  add?: string[];
  engine: NonNullable<ScanRequest['engine']>;
  profile: keyof typeof profiles;
}

const exitCodes = { done: 0, failed: 1, interrupted: 130 } as const;

// What this prints is for a person, or one JSON object a line of its own.
logger.level = 'silent';

const program = new Command('npm run scan --')
  .description('Makes a 3D model from a video, or from a folder of photographs, of one item.')
  .argument('<input>', 'video (MP4, MOV, WebM) or folder of photographs (JPEG, HEIC, PNG, WebP, TIFF)')
  .argument('<output>', 'the model to write, a .glb file')
  .option('--json', 'one JSON object a line on stdout instead of a progress bar')
  .option('--keep <dir>', "keep every stage's output in this folder")
  .option('--resume', 'with --keep: go on from what is in the folder')
  .option('--add <clip...>', 'further videos of the same item that join the first')
  .addOption(
    new Option('--engine <name>', 'scan engine').choices(['auto', 'builtin', 'meshroom']).default('auto'),
  )
  .addOption(
    new Option('--profile <name>', 'quick: a coarse model of a small clip, for tests')
      .choices(Object.keys(profiles))
      .default('standard'),
  )
  .action(async (input: string, output: string, options: Options) => {
    process.exitCode = await scan(input, output, options);
  });

// Whoever reads our lines (head, a log) may leave first; that is no failure of the scan.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Paths count from where the person typed them, although npm runs scripts in the repository. */
const fromCaller = (path: string) => resolve(process.env.SCAN_CALLER ?? '.', path);

async function scan(input: string, outputArgument: string, options: Options): Promise<number> {
  const report = options.json
    ? jsonReport((line) => process.stdout.write(line))
    : textReport(process.stdout.isTTY);
  const refuse = (problem: Problem, detail: string, report: Report) => {
    report.failed(problem, sentence(problem, languageOf(process.env)), detail);
    return problem === 'cancelled' ? exitCodes.interrupted : exitCodes.failed;
  };
  const output = fromCaller(outputArgument);
  if (options.engine === 'meshroom' && !meshroomIsUsable()) return refuse('engine_missing', '', report);
  if (!output.endsWith('.glb')) return refuse('output_not_glb', output, report);
  const partial = `${output}.partial`;
  try {
    // Found out before the work rather than after it.
    await (await open(partial, 'w')).close();
  } catch (error) {
    return refuse('output_unwritable', String(error), report);
  }
  const workDirectory = options.keep
    ? fromCaller(options.keep)
    : await mkdtemp(join(tmpdir(), 'bitmarket-scan-'));
  try {
    if (options.keep && !options.resume) await forgetStages(workDirectory);
    const made = await runScan({
      input: fromCaller(input),
      clips: (options.add ?? []).map(fromCaller),
      workDirectory,
      signal: interruption(),
      onProgress: report.progress,
      engine: options.engine,
      profile: profiles[options.profile],
    });
    await copyFile(made.modelPath, partial);
    await rename(partial, output);
    const { verdict, triangles, bytes, stageSeconds } = made;
    report.done({ verdict, triangles, bytes, stageSeconds, ...(options.keep && made) }, output);
    return exitCodes.done;
  } catch (error) {
    const reason = error instanceof ScanError ? error.reason : 'engine_crashed';
    return refuse(reason, error instanceof ScanError ? error.detail : String(error), report);
  } finally {
    await rm(partial, { force: true });
    if (!options.keep) await rm(workDirectory, { recursive: true, force: true });
  }
}

/**
 * Ctrl-C, a closed terminal and kill: the children end, the temporary files go. Impatient repetition changes nothing, so
 * that nothing is left behind; it takes two seconds at most.
 */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => controller.abort(new Error(`interrupted by ${name}`)));
  return controller.signal;
}

await program.parseAsync();
