import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChildError } from '@/lib/platform/child-process';
import { countingProgress, runColmap, toolTimeoutMs } from '@/worker/scan/colmap';
import { type PairFacts, readPairFacts } from '@/worker/scan/colmap-database';
import { type ChosenFrames, ScanError } from '@/worker/scan/engine';
import { findFeatures, type Magnification } from '@/worker/scan/features';
import { FirstPoints } from '@/worker/scan/first-points';
import { joinSides } from '@/worker/scan/join-sides';
import {
  judgeFeatures,
  judgeJoining,
  judgeModel,
  judgePairs,
  judgeTurning,
  minSolvedShare,
} from '@/worker/scan/judge-cameras';
import { runRoom } from '@/worker/scan/photogrammetry-tool';
import type { ScanProfile } from '@/worker/scan/profile';
import { countViews, readSparseModel } from '@/worker/scan/sparse-model';
import { writeSparsePoints } from '@/worker/scan/sparse-points';
import { fewCamerasShare } from '@/worker/scan/verdict';

/** Shares of the stage's time, measured on 54 frames. */
const share = { extract: 0.35, match: 0.3, verify: 0.1, map: 0.25 } as const;

/**
 * Pixels within which a feature of the still room is found again: of a strongly compressed film, most of those that flicker
 * enough to pass for moving lie within half a pixel. A point of the item as near to the axis moves less, too; those few are
 * not missed.
 */
const stillWithin = 1;

export interface CamerasOptions {
  profile: ScanProfile;
  signal: AbortSignal;
  /** @param firstPoints while cameras are still sought: a file that is gone when they all are found */
  onProgress(fraction: number, firstPoints?: string): void;
}

export interface CamerasFacts {
  camerasSolved: number;
  /** How the frames were looked at. */
  magnification: Magnification;
  featuresPerFrame: number;
  pairs: number;
  parallaxDegrees: number;
}

/** What an earlier call left of the first frames: those cameras stay where they are, and only the rest is looked at. */
export interface SolvedBase {
  directory: string;
  frames: number;
  magnification: Magnification;
}

/**
 * Where the camera stood for each frame. Leaves `sparse/` (COLMAP's binary model), `database.db` (its features and
 * matches) and `points.bin` (for the seller's page) in the directory. Throws ScanError when the frames do not allow it.
 */
export async function solveCameras(
  frames: ChosenFrames,
  directory: string,
  options: CamerasOptions,
  base?: SolvedBase,
): Promise<CamerasFacts> {
  try {
    return await solve(frames, directory, options, base);
  } catch (error) {
    // Whatever the frames lack with the room taken away: filmed in the other way they would not.
    if (frames.turned && error instanceof ScanError)
      throw new ScanError('item_turned', error.message, { cause: error });
    throw error;
  }
}

/**
 * Plain frames, with fewer than this share of the features asked for, may show more when they are enlarged: the grain of
 * bone or plaster is a pixel wide. Photographs of a skull (810 of 3000) give 42 of 66 cameras as they are and all of them
 * enlarged, thirteen of a plaster head none and 11. A lower threshold for what counts as a feature, which costs no time,
 * gave the skull 40.
 */
const plainShare = 0.5;
/** Part of the progress that is left for a second look. */
const secondLook = 0.2;

async function solve(
  frames: ChosenFrames,
  directory: string,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<CamerasFacts> {
  // Of what turns, the item alone has to give all features.
  const magnification = base?.magnification ?? (frames.turned ? 'enlarged' : 'as-filmed');
  const first = await look(frames, directory, magnification, part(options, 0, 1 - secondLook), base);
  const looks = [first];
  // A clip is looked at as the first film was: by finer grain a mirrored film, which shows another thing, joined one.
  if (!base && magnification === 'as-filmed' && mayGain(first, frames, options.profile))
    looks.push(await look(frames, directory, 'enlarged', part(options, 1 - secondLook, 1), base));
  const best = looks.reduce((most, other) => (solvedBy(other) > solvedBy(most) ? other : most));
  if (best.facts instanceof ScanError) throw best.facts;
  for (const name of kept) await rename(join(best.directory, name), join(directory, name));
  for (const looked of looks) await rm(looked.directory, { recursive: true });
  return best.facts;
}

/** What solveCameras leaves. */
const kept = ['database.db', 'sparse', 'points.bin'] as const;

interface Look {
  directory: string;
  featuresPerFrame: number;
  /** Or why the frames do not go together. */
  facts: CamerasFacts | ScanError;
}

const solvedBy = ({ facts }: Look) => (facts instanceof ScanError ? 0 : facts.camerasSolved);

function mayGain({ featuresPerFrame, facts }: Look, { count }: ChosenFrames, profile: ScanProfile): boolean {
  if (featuresPerFrame >= plainShare * profile.featuresPerFrame) return false;
  if (facts instanceof ScanError) return facts.reason === 'too_few_views';
  return facts.camerasSolved < fewCamerasShare * count;
}

/** Cameras by the features of one magnification, in a folder of its own. */
async function look(
  frames: ChosenFrames,
  parent: string,
  magnification: Magnification,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<Look> {
  const directory = join(parent, magnification);
  await mkdir(directory);
  const featuresPerFrame = await findFeatures(
    frames,
    directory,
    magnification,
    part(options, 0, share.extract),
    base && { database: join(base.directory, 'database.db'), frames: base.frames },
  );
  try {
    judgeFeatures(featuresPerFrame, frames.blur, options.profile);
    const facts = await camerasByFeatures(frames, directory, options, base);
    return { directory, featuresPerFrame, facts: { ...facts, magnification, featuresPerFrame } };
  } catch (error) {
    if (error instanceof ScanError) return { directory, featuresPerFrame, facts: error };
    throw error;
  }
}

async function camerasByFeatures(
  frames: ChosenFrames,
  directory: string,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<Omit<CamerasFacts, 'magnification' | 'featuresPerFrame'>> {
  const images = join(frames.directory, 'images');
  const database = join(directory, 'database.db');
  await matchFeatures(frames, database, directory, options, base);
  const pairs = readPairFacts(database);
  judgePairs(pairs, frames.count);
  await mapFrames(database, images, directory, frames.count, options, base);
  if (frames.turned)
    await joinSides(
      join(directory, 'models'),
      frames,
      database,
      minSolvedShare * frames.count,
      options.signal,
    );
  const model = await keepLargestModel(directory, frames, pairs);
  if (base) judgeJoining(model.sparse, base.frames, frames.count);
  if (frames.turned) judgeTurning(model.sparse);
  await writeSparsePoints(model.sparse, join(directory, 'points.bin'));
  return {
    camerasSolved: model.sparse.views.length,
    pairs: pairs.verified,
    parallaxDegrees: model.parallaxDegrees,
  };
}

/** The same options for a part of the work. COLMAP may begin anew where it has got stuck: that goes nowhere back. */
function part(options: CamerasOptions, from: number, to: number): CamerasOptions {
  let reached = from;
  return {
    ...options,
    onProgress(fraction, firstPoints) {
      reached = Math.max(reached, from + (to - from) * fraction);
      options.onProgress(reached, firstPoints);
    },
  };
}

/** From features.bin to verified pairs in the database. */
async function matchFeatures(
  frames: ChosenFrames,
  database: string,
  directory: string,
  { signal, onProgress }: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<void> {
  const features = join(directory, 'features.bin');
  const matches = join(directory, 'matches.txt');
  const neighbours = frames.source === 'video' ? 5 : 0;
  const known = base?.frames ?? 0;
  const moved = frames.turned ? stillWithin : 0;
  const pairs = ['--neighbours', neighbours, '--known', known, '--moved', moved];
  await runRoom('matching', [features, matches, ...pairs], {
    signal,
    timeoutMs: toolTimeoutMs,
    onProgress: (fraction) => onProgress(share.extract + share.match * fraction),
  });
  await runColmap(
    'matches_importer',
    { database_path: database, match_list_path: matches, match_type: 'raw', 'SiftMatching.use_gpu': 0 },
    { signal, timeoutMs: toolTimeoutMs },
  );
  await Promise.all([features, matches].map((file) => rm(file)));
}

async function mapFrames(
  database: string,
  images: string,
  directory: string,
  count: number,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<void> {
  // COLMAP makes a folder for each model that it finds, but none for one that it goes on with.
  const output = join(directory, 'models', base ? '0' : '');
  await mkdir(output, { recursive: true });
  const mapStart = share.extract + share.match + share.verify;
  const firstPoints = new FirstPoints(directory, (path) => options.onProgress(mapStart, path));
  const counting = countingProgress(/Registering image #\d+ \((\d+)\)/, count, (fraction) =>
    options.onProgress(mapStart + share.map * fraction),
  );
  await runColmap(
    'mapper',
    {
      database_path: database,
      image_path: images,
      output_path: output,
      ...(base && { input_path: join(base.directory, 'sparse'), 'Mapper.fix_existing_images': 1 }),
      // Global bundle adjustment less often and less exactly than the default: a third of the time, same poses.
      'Mapper.ba_global_function_tolerance': 1e-5,
      'Mapper.ba_global_images_ratio': 1.2,
      'Mapper.ba_global_points_ratio': 1.2,
      'Mapper.ba_global_max_num_iterations': 30,
      ...(await firstPoints.arguments()),
    },
    {
      signal: options.signal,
      timeoutMs: toolTimeoutMs,
      onLine(line) {
        firstPoints.onLine(line);
        counting(line);
      },
    },
  ).catch((error: unknown) => {
    options.signal.throwIfAborted();
    // COLMAP exits with an error when it finds no model at all: the missing folder says so, and judgeModel why.
    if (!(error instanceof ChildError && error.isRefusal)) throw error;
  });
  await firstPoints.end();
}

async function keepLargestModel(directory: string, frames: ChosenFrames, pairs: PairFacts) {
  const models = join(directory, 'models');
  let best: { path: string; views: number } | null = null;
  for (const name of await readdir(models)) {
    const path = join(models, name);
    const views = await countViews(path);
    if (views > (best?.views ?? 0)) best = { path, views };
  }
  const sparse = best ? await readSparseModel(best.path) : { views: [], points: [] };
  const judged = judgeModel(sparse, frames, pairs);
  if (best) await rename(best.path, join(directory, 'sparse'));
  await rm(models, { recursive: true });
  return { sparse, ...judged };
}
