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

type Arguments = (directory: string) => (string | number)[];

export async function roomStage(job: EngineJob, step: RoomStep, after: string, args: Arguments) {
  const inputs = { after, profile: job.profile, room: await roomStamp(step.room) };
  return runStage(job, step.name, inputs, async (directory) => {
    const figures = await runRoom(step.room, args(directory), {
      signal: job.signal,
      timeoutMs: toolTimeoutMs,
      onProgress: (share) =>
        job.onProgress({ stage: step.stage, fraction: step.from + (step.to - step.from) * share }),
    });
    return figures;
  });
}
