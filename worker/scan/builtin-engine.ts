import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { logger } from '@/lib/platform/logger';
import type { ScanStage } from '@/lib/scans/schema';
import { type CamerasFacts, solveCameras } from '@/worker/scan/cameras';
import { runColmap, toolTimeoutMs } from '@/worker/scan/colmap';
import {
  type EngineJob,
  type EngineResult,
  frameNumber,
  type ScanEngine,
  type Vector3,
} from '@/worker/scan/engine';
import { type FusionInputs, fuseItem } from '@/worker/scan/fuse-item';
import { type Room, roomStamp } from '@/worker/scan/photogrammetry-tool';
import { type RoomStep, roomStage } from '@/worker/scan/room-stage';
import { makeRoughModel } from '@/worker/scan/rough-model';
import { readSparseModel } from '@/worker/scan/sparse-model';
import { runStage, type StageResult } from '@/worker/scan/stage';
import { unwrap } from '@/worker/scan/unwrap';

const vector = z.tuple([z.number(), z.number(), z.number()]);
const regionSchema = z.object({ up: vector });
const textureFigures = z.object({ pixelsPerTexel: z.number() });

/** COLMAP for the cameras, the rooms of worker/photogrammetry for all that follows. */
export const builtinEngine: ScanEngine = {
  name: 'builtin',
  async reconstruct(job) {
    const cameras = await findCameras(job);
    reportCameras(job, cameras);
    const scene = await undistort(job, cameras);
    return reconstructSurface(job, cameras, scene);
  },
};

/** Share of the cameras' time that the first video takes where clips join it. */
const firstShare = 0.7;

/** The first video's cameras stay as they were found when clips join: what was done for them is not done again. */
async function findCameras(job: EngineJob): Promise<StageResult<CamerasFacts>> {
  const { frames, inputKey } = job.first ?? job;
  const part = (from: number, to: number) => ({
    profile: job.profile,
    signal: job.signal,
    onProgress: (fraction: number, firstPoints?: string) =>
      job.onProgress({
        stage: 'cameras',
        fraction: from + (to - from) * fraction,
        ...(firstPoints !== undefined && { firstPoints }),
      }),
  });
  // The frames themselves are mostly made anew: another engine than that which solved these may have chosen others.
  const { directory: _, ...chosen } = frames;
  const first = await runStage(job, 'cameras', { after: inputKey, chosen }, (directory) =>
    solveCameras(frames, directory, part(0, job.first ? firstShare : 1)),
  );
  if (!job.first) return first;
  const { magnification } = first.facts;
  const base = { directory: first.directory, frames: frames.count, magnification };
  return runStage(job, 'joined-cameras', { after: first.key, frames: job.inputKey }, (directory) =>
    solveCameras(job.frames, directory, part(firstShare, 1), base),
  );
}

function reportCameras(job: EngineJob, cameras: StageResult<CamerasFacts>): void {
  job.onProgress({
    stage: 'cameras',
    fraction: 1,
    camerasSolved: cameras.facts.camerasSolved,
    sparsePoints: join(cameras.directory, 'points.bin'),
  });
}

function undistort(job: EngineJob, cameras: StageResult<CamerasFacts>): Promise<StageResult<null>> {
  return runStage(job, 'scene', { after: cameras.key }, async (directory) => {
    await runColmap(
      'image_undistorter',
      {
        image_path: join(job.frames.directory, 'images'),
        input_path: join(cameras.directory, 'sparse'),
        output_path: directory,
        output_type: 'COLMAP',
        max_image_size: job.profile.frameSide,
      },
      { signal: job.signal, timeoutMs: toolTimeoutMs },
    );
    for (const unused of ['stereo', 'run-colmap-geometric.sh', 'run-colmap-photometric.sh'])
      await rm(join(directory, unused), { recursive: true, force: true });
    return null;
  });
}

/** Of the shape that is shown first: enough to recognise the thing by, and loaded in a moment. */
const roughTriangles = 6000;

async function reconstructSurface(
  job: EngineJob,
  cameras: StageResult<CamerasFacts>,
  scene: StageResult<null>,
): Promise<EngineResult> {
  const { coarseDepthSide, textureSide } = job.profile;
  const at = scene.directory;
  const step = (name: string, room: Room, stage: ScanStage, from: number, to: number): RoomStep => ({
    name,
    room,
    stage,
    from,
    to,
  });

  const region = await roomStage(job, step('region', 'region', 'depth', 0, 0.02), scene.key, (out) => [
    at,
    join(out, 'region.json'),
  ]);
  // Of an item that turned, what stood still is no part of it, wherever it seems to be in the item's own frame.
  const moving = job.frames.turned
    ? await roomStage(job, step('moving', 'turntable', 'depth', 0.02, 0.04), region.key, (out) => [
        ...[join(at, 'images'), out, '--whole', 1],
      ])
    : null;
  const movingFolder = (option: string) => (moving ? [option, moving.directory] : []);
  const coarse = await roomStage(
    job,
    step('coarse', 'depth', 'depth', 0.02, 0.3),
    (moving ?? region).key,
    (out) => [
      ...[at, join(region.directory, 'region.json'), out, '--size', coarseDepthSide],
      ...movingFolder('--masks'),
    ],
  );
  const masks = await roomStage(job, step('masks', 'masks', 'depth', 0.3, 0.4), coarse.key, (out) => [
    ...[at, join(region.directory, 'region.json'), coarse.directory, out],
    ...movingFolder('--moving'),
  ]);
  const regionPath = join(masks.directory, 'region.json');
  const { up } = regionSchema.parse(JSON.parse(await readFile(regionPath, 'utf8')));
  const { views, points } = await readSparseModel(join(cameras.directory, 'sparse'));
  const cameraCentres: Vector3[] = views.map((view) => view.centre);
  const place = { scene: at, region: regionPath };
  await showRoughModel(job, { ...place, depth: coarse.directory, masks }, { up, cameraCentres });
  // Within masks fine depth starts anew: the backdrop takes no part, and an outline's depth spreads half as far as in the
  // coarse maps. Without them that would be the whole picture once more, and it goes on from the coarse maps.
  const unmasked = masks.facts.masks === 0;
  const depthSide = unmasked ? job.profile.depthSideWithoutMasks : job.profile.depthSide;
  const startOrMasks = unmasked ? ['--start', coarse.directory] : ['--masks', masks.directory];
  const shading = unmasked || job.frames.turned ? [] : ['--shading', 1];
  const fine = await roomStage(job, step('fine', 'depth', 'depth', 0.4, 0.97), masks.key, (out) => [
    ...[at, regionPath, out, '--size', depthSide, ...startOrMasks, ...shading],
  ]);
  const openings = await roomStage(job, step('openings', 'openings', 'depth', 0.97, 1), fine.key, (out) => [
    ...[at, regionPath, fine.directory, masks.directory, out],
  ]);
  const surface = await fuseItem(job, { ...place, depth: fine.directory, masks: openings });
  const unwrapped = await runStage(job, 'unwrapped', { after: surface.key, textureSide }, async (out) => {
    job.onProgress({ stage: 'texture', fraction: 0 });
    await unwrap(join(surface.directory, 'mesh.ply'), join(out, 'unwrapped.ply'), textureSide, job.signal);
    return null;
  });
  const meshPath = join(unwrapped.directory, 'unwrapped.ply');
  const texture = await roomStage(
    job,
    step('texture', 'texture', 'texture', 0.7, 1),
    unwrapped.key,
    (out) => [...[at, meshPath, openings.directory, out, '--size', textureSide]],
  );

  return {
    meshPath,
    texturePath: join(texture.directory, 'texture.ppm'),
    seenPath: join(texture.directory, 'seen.pgm'),
    pixelsPerTexel: textureFigures.parse(texture.facts).pixelsPerTexel,
    up,
    cameraCentres,
    solvedFrames: views.map((view) => frameNumber(view.name) - 1),
    statistics: {
      reprojectionError: points.reduce((sum, point) => sum + point.error, 0) / Math.max(1, points.length),
      confirmedShare: z.number().parse(fine.facts.confirmedShare),
      uncovered: surface.uncovered,
    },
    key: texture.key,
  };
}

/**
 * Tells the seller's page what the thing looks like, from coarse depth: minutes before it has its colours. No scan fails
 * for want of it.
 */
async function showRoughModel(
  job: EngineJob,
  inputs: FusionInputs,
  placed: Pick<EngineResult, 'up' | 'cameraCentres'>,
): Promise<void> {
  try {
    const tools = await Promise.all([roomStamp('completion'), roomStamp('fusion')]);
    const rough = await runStage(job, 'rough', { after: inputs.masks.key, tools }, async (directory) => {
      const workDirectory = join(directory, 'work');
      const profile = { ...job.profile, triangles: roughTriangles };
      const unseen = { ...job, workDirectory, profile, stageSeconds: {}, onProgress: () => undefined };
      const surface = await fuseItem(unseen, inputs);
      const model = await makeRoughModel(join(surface.directory, 'mesh.ply'), placed);
      await rm(workDirectory, { recursive: true });
      await writeFile(join(directory, 'rough.glb'), model);
      return null;
    });
    job.onProgress({ stage: 'depth', fraction: 0.4, roughModel: join(rough.directory, 'rough.glb') });
  } catch (error) {
    job.signal.throwIfAborted();
    logger.warn({ err: error }, 'the rough shape could not be shown');
  }
}
