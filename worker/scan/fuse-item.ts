import { join } from 'node:path';
import { z } from 'zod';
import { type RoomJob, roomStage } from '@/worker/scan/room-stage';
import type { StageResult } from '@/worker/scan/stage';

/** What the surface is made from. */
export interface FusionInputs {
  scene: string;
  /** Its file. */
  region: string;
  /** Folder of depth maps. */
  depth: string;
  masks: StageResult<unknown>;
}

export interface FusedSurface extends StageResult<unknown> {
  /** Median over the views: share of what the mask shows that the mesh does not cover. */
  uncovered: number;
}

/** One closed mesh of the item, `mesh.ply` in the folder. */
export async function fuseItem(job: RoomJob, inputs: FusionInputs): Promise<FusedSurface> {
  const { scene, region, depth, masks } = inputs;
  const stage = 'surface' as const;
  const completed = await roomStage(
    job,
    { name: 'completed', room: 'completion', stage, from: 0, to: 0.4 },
    masks.key,
    (out) => [scene, region, depth, masks.directory, out],
  );
  const surface = await roomStage(
    job,
    { name: 'surface', room: 'fusion', stage, from: 0.4, to: 1 },
    completed.key,
    (out) => [
      ...[scene, region, completed.directory, masks.directory, join(out, 'mesh.ply')],
      ...['--triangles', job.profile.triangles],
    ],
  );
  return { ...surface, uncovered: z.number().parse(surface.facts.uncovered) };
}
