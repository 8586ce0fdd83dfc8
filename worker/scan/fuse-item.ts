import { join } from 'node:path';
import { z } from 'zod';
import { logger } from '@/lib/platform/logger';
import { type RoomJob, roomStage } from '@/worker/scan/room-stage';
import type { StageResult } from '@/worker/scan/stage';
import { usualUncovered } from '@/worker/scan/verdict';

/**
 * Of what the surface by depth leaves out, the share that one by the outlines may leave out, too: where the masks are
 * right it covers them, the bottle's all but a fifteenth. Of a squeezed fish, whose cameras stand a degree off, a hull that
 * bulges leaves three fifths (F 0.54, by depth 0.97).
 */
const hullKeeps = 1 / 3;

interface SurfaceWay {
  /** Names of the two stages. */
  completed: string;
  surface: string;
  /** Shares of the stage `surface` at which each begins, and where it ends. */
  progress: readonly [number, number, number];
  arguments: readonly (string | number)[];
}

const surfaceByDepth: SurfaceWay = {
  completed: 'completed',
  surface: 'surface',
  progress: [0, 0.2, 0.5],
  arguments: [],
};
/** Where there is no depth the surface leans on what all outlines leave room for: right for what is round, not for a bowl. */
const surfaceByHull: SurfaceWay = {
  completed: 'completed-by-hull',
  surface: 'surface-by-hull',
  progress: [0.5, 0.8, 1],
  arguments: ['--hull', 1],
};

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

/** One closed mesh of the item, `mesh.ply` in the folder: by depth or, where that leaves out what the pictures show, by the hull. */
export async function fuseItem(job: RoomJob, inputs: FusionInputs): Promise<FusedSurface> {
  const byDepth = await fuse(job, inputs, surfaceByDepth);
  if (byDepth.uncovered <= usualUncovered) return byDepth;
  try {
    const byHull = await fuse(job, inputs, surfaceByHull);
    return byHull.uncovered < hullKeeps * byDepth.uncovered ? byHull : byDepth;
  } catch (error) {
    // There is a surface already: a second one that fails takes it from nobody.
    job.signal.throwIfAborted();
    logger.warn({ err: error }, 'no surface by the outlines');
    return byDepth;
  }
}

async function fuse(job: RoomJob, inputs: FusionInputs, way: SurfaceWay): Promise<FusedSurface> {
  const { scene, region, depth, masks } = inputs;
  const [start, middle, end] = way.progress;
  const stage = 'surface' as const;
  const completed = await roomStage(
    job,
    { name: way.completed, room: 'completion', stage, from: start, to: middle },
    masks.key,
    (out) => [scene, region, depth, masks.directory, out, ...way.arguments],
  );
  const surface = await roomStage(
    job,
    { name: way.surface, room: 'fusion', stage, from: middle, to: end },
    completed.key,
    (out) => [
      ...[scene, region, completed.directory, masks.directory, join(out, 'mesh.ply')],
      ...['--triangles', job.profile.triangles],
    ],
  );
  return { ...surface, uncovered: z.number().parse(surface.facts.uncovered) };
}
