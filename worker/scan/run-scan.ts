import { mkdir, rename, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChildError } from '@/lib/platform/child-process';
import { chooseEngine } from '@/worker/scan/choose-engine';
import { addClips } from '@/worker/scan/clips';
import { ScanError, type ScanOutput, type ScanRequest } from '@/worker/scan/engine';
import { type FramesFacts, framesFromVideo } from '@/worker/scan/frames';
import { framesFromPhotos } from '@/worker/scan/frames-from-photos';
import { type InputFacts, inspectInput } from '@/worker/scan/inspect';
import { packageFiles, packageModel } from '@/worker/scan/package-model';
import { standardProfile } from '@/worker/scan/profile';
import { runStage, type StageContext, type StageResult } from '@/worker/scan/stage';

/**
 * From a video or photographs to a model: the files of package-model.ts and `result.json` in `workDirectory/package`.
 *
 * Throws ScanError and nothing else; its reason is what the person who filmed is told. What was written so far stays in
 * the work directory, each stage complete or absent, so that a second call goes on from there.
 */
export async function runScan(request: ScanRequest): Promise<ScanOutput> {
  try {
    await mkdir(request.workDirectory, { recursive: true });
    return await passStages(request);
  } catch (error) {
    throw await asScanError(error, request);
  }
}

async function passStages(request: ScanRequest): Promise<ScanOutput> {
  const profile = request.profile ?? standardProfile;
  const { workDirectory, signal, onProgress } = request;
  const context: StageContext = { workDirectory, signal, stageSeconds: {} };

  onProgress({ stage: 'inspect', fraction: 0 });
  const facts = await inspectInput(request.input, signal);
  onProgress({ stage: 'inspect', fraction: 1 });

  const first = await runStage(context, 'frames', { input: contentOf(facts), profile }, (directory) => {
    const options = {
      profile,
      signal,
      onProgress: (fraction: number) => onProgress({ stage: 'frames', fraction }),
    };
    return facts.kind === 'video'
      ? framesFromVideo(request.input, facts.video, directory, options)
      : framesFromPhotos(facts.files, directory, options);
  });
  const clips = request.clips ?? [];
  const frames =
    clips.length === 0
      ? first
      : await addClips(context, first, clips, { profile, signal, onProgress: () => undefined });
  onProgress({ stage: 'frames', fraction: 1, framesChosen: frames.facts.count });

  const engine = chooseEngine(request.engine ?? 'auto', first.facts);
  const inDirectory = ({ facts: chosen, directory }: StageResult<FramesFacts>) => ({ ...chosen, directory });
  const made = await engine.reconstruct({
    ...context,
    frames: inDirectory(frames),
    profile,
    onProgress,
    inputKey: frames.key,
    ...(frames !== first && { first: { frames: inDirectory(first), inputKey: first.key } }),
  });
  const packed = await runStage(context, 'package', { after: made.key }, (directory) =>
    packageModel(made, inDirectory(frames), directory, {
      signal,
      onProgress: (fraction) => onProgress({ stage: 'package', fraction }),
    }),
  );
  const inPackage = (name: string) => join(packed.directory, name);
  const resultPath = inPackage('result.json');
  const result = { ...packed.facts, stageSeconds: context.stageSeconds };
  await writeFile(`${resultPath}.partial`, JSON.stringify(result, null, 2));
  await rename(`${resultPath}.partial`, resultPath);
  return {
    modelPath: inPackage(packageFiles.model),
    previewPath: inPackage(packageFiles.preview),
    usdzPath: inPackage(packageFiles.usdz),
    posterWebpPath: inPackage(packageFiles.posterWebp),
    posterPngPath: inPackage(packageFiles.posterPng),
    turnPaths: packageFiles.turn.map(inPackage),
    framePaths: packed.facts.frames.map(inPackage),
    resultPath,
    ...result,
  };
}

/** What the frames depend on: the bytes of the input, not where it lies. */
function contentOf(facts: InputFacts): unknown {
  return { kind: facts.kind, contentHash: facts.contentHash };
}

const spaceCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const spaceWords = /No space left on device|disk is full|Disk quota exceeded|File too large/i;
/** A tool that fails with less than this left did so for want of space, whatever it says. */
const minFreeBytes = 32e6;

async function asScanError(error: unknown, request: ScanRequest): Promise<ScanError> {
  if (request.signal.aborted)
    return new ScanError('cancelled', String(request.signal.reason), { cause: error });
  const isTold = error instanceof ScanError;
  // What a program says of the film it also says where it can write no more.
  if (isTold && !(error.cause instanceof ChildError)) return error;
  if (await wasForWantOfSpace(isTold ? error.cause : error, request))
    return new ScanError('out_of_space', String(error), { cause: error });
  return isTold ? error : new ScanError('engine_crashed', String(error), { cause: error });
}

async function wasForWantOfSpace(error: unknown, request: ScanRequest): Promise<boolean> {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return (
    spaceCodes.has(code ?? '') ||
    (error instanceof ChildError && (spaceWords.test(error.stderrTail) || error.code === 'SIGXFSZ')) ||
    (await freeBytes(request.workDirectory)) < minFreeBytes
  );
}

async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
