import type { ScanStage } from '@/lib/scans/schema';
import { toolTimeoutMs } from '@/worker/scan/colmap';
import type { EngineJob } from '@/worker/scan/engine';
import { type Room, roomStamp, runRoom } from '@/worker/scan/photogrammetry-tool';
import { runStage } from '@/worker/scan/stage';

/** One stage of a C++ room: its share of the public stage's progress goes from `from` to `to`. */
export interface RoomStep {
  name: string;
  room: Room;
  stage: ScanStage;
  from: number;
  to: number;
}

/** What a room needs to know of the job. */
export type RoomJob = Pick<EngineJob, 'workDirectory' | 'profile' | 'signal' | 'onProgress' | 'stageSeconds'>;

type Arguments = (directory: string) => (string | number)[];

/**
 * Runs a room of worker/photogrammetry as a stage of the job (see runStage): anew, too, when its binary is another. `args`
 * takes the folder to write into; the facts are the figures of the room's result line.
 */
export async function roomStage(job: RoomJob, step: RoomStep, after: string, args: Arguments) {
  const inputs = { after, profile: job.profile, room: await roomStamp(step.room) };
  return runStage(job, step.name, inputs, (directory) =>
    runRoom(step.room, args(directory), {
      signal: job.signal,
      timeoutMs: toolTimeoutMs,
      onProgress: (share) =>
        job.onProgress({ stage: step.stage, fraction: step.from + (step.to - step.from) * share }),
    }),
  );
}
