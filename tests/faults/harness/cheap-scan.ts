import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ScanStage, scanStages } from '@/lib/scans/schema';
import type { MadeModel } from '@/worker/jobs/process-scan';
import { ScanError, type ScanRequest } from '@/worker/scan/engine';
import { runStage, type StageContext } from '@/worker/scan/stage';

/** What the test writes as the video: it tells the cheap scan how to behave. */
export interface CheapVideo {
  /** How long each stage takes. */
  stageMs: number;
  /** The process ends itself in this stage, whoever runs it: a poison entry. */
  killIn?: ScanStage;
  /** Bytes that each stage writes. */
  bytes?: number;
  name: string;
}

const stages = scanStages.filter((stage) => stage !== 'publish' && stage !== 'inspect');

/**
 * In the place of runScan where many rounds are needed: the same stages, resumed in the same way, with sleep for work.
 * Each stage that is done writes a line to `log`, so that a test can count what was repeated.
 */
export function cheapScan(log: (line: string) => void) {
  return async (request: ScanRequest): Promise<MadeModel> => {
    const video = JSON.parse((await readFile(request.input, 'utf8')).trim()) as CheapVideo;
    const context: StageContext = { ...request, stageSeconds: {} };
    try {
      for (const stage of stages) await pass(stage, video, request, context, log);
    } catch (error) {
      if (error instanceof ScanError) throw error;
      const full = ['ENOSPC', 'EFBIG'].includes(String((error as NodeJS.ErrnoException).code));
      const reason = request.signal.aborted ? 'cancelled' : full ? 'out_of_space' : 'engine_crashed';
      throw new ScanError(reason, String(error), { cause: error });
    }
    return {
      modelPath: join(request.workDirectory, 'package', 'model.glb'),
      verdict: { framesChosen: 1, camerasSolved: 1, coveredDegrees: 360, missingSides: [] },
    };
  };
}

async function pass(
  stage: ScanStage,
  video: CheapVideo,
  { onProgress, signal }: ScanRequest,
  context: StageContext,
  log: (line: string) => void,
): Promise<void> {
  onProgress({ stage, fraction: 0 });
  const { directory } = await runStage(context, stage, { video: video.name }, async (partial) => {
    if (video.killIn === stage) process.kill(process.pid, 'SIGKILL');
    await sleep(video.stageMs, undefined, { signal });
    await writeFile(join(partial, 'output'), Buffer.alloc(video.bytes ?? 1000, video.name));
    for (const file of ['model.glb', 'poster.webp'])
      await writeFile(join(partial, file), `${file} of ${video.name}`);
    log(`${video.name} ${stage}`);
    return null;
  });
  const points = stage === 'cameras' ? { sparsePoints: join(directory, 'output') } : {};
  onProgress({ stage, fraction: 1, ...points });
}
