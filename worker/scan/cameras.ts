import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '@/worker/scan/choose-keyframes';
import { runColmap } from '@/worker/scan/colmap';
import { exportFeatures, type PairFacts, readPairFacts } from '@/worker/scan/colmap-database';
import { type ChosenFrames, type FrameCrop, frameName, ScanError } from '@/worker/scan/engine';
import { FirstPoints } from '@/worker/scan/first-points';
import {
  judgeFeatures,
  judgeJoining,
  judgeModel,
  judgePairs,
  judgeTurning,
} from '@/worker/scan/judge-cameras';
import { runRoom } from '@/worker/scan/photogrammetry-tool';
import type { ScanProfile } from '@/worker/scan/profile';
import { countViews, readSparseModel } from '@/worker/scan/sparse-model';
import { writeSparsePoints } from '@/worker/scan/sparse-points';
import { hideBackdrop } from '@/worker/scan/turntable';

/** Twenty times what 54 frames take on two idle cores: only a tool that hangs gets there. */
const timeoutMs = 30 * 60_000;
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
  /** @param firstPoints given once, while cameras are still sought: a file that is gone when they all are found */
  onProgress(fraction: number, firstPoints?: string): void;
}

export interface CamerasFacts {
  camerasSolved: number;
  featuresPerFrame: number;
  pairs: number;
  parallaxDegrees: number;
}

/** What an earlier call left of the first frames: those cameras stay where they are, and only the rest is looked at. */
export interface SolvedBase {
  directory: string;
  frames: number;
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

async function solve(
  frames: ChosenFrames,
  directory: string,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<CamerasFacts> {
  const images = join(frames.directory, 'images');
  const database = join(directory, 'database.db');
  if (base) await copyFile(join(base.directory, 'database.db'), database);
  const featuresPerFrame = await extractFeatures(frames, database, directory, options, base);
  judgeFeatures(featuresPerFrame, frames.blur, options.profile);
  await matchFeatures(frames, database, directory, options, base);
  const pairs = readPairFacts(database);
  judgePairs(pairs, frames.count);
  await mapFrames(database, images, directory, frames.count, options, base);
  const model = await keepLargestModel(directory, frames, pairs);
  if (base) judgeJoining(model.sparse, base.frames, frames.count);
  if (frames.turned) judgeTurning(model.sparse);
  await writeSparsePoints(model.sparse, join(directory, 'points.bin'));
  return {
    camerasSolved: model.sparse.views.length,
    featuresPerFrame,
    pairs: pairs.verified,
    parallaxDegrees: model.parallaxDegrees,
  };
}

/** Returns the number of features of the median frame. */
async function extractFeatures(
  frames: ChosenFrames,
  database: string,
  directory: string,
  options: CamerasOptions,
  base: SolvedBase | undefined,
): Promise<number> {
  const { profile, signal } = options;
  const hidden = join(directory, 'hidden');
  if (frames.turned) await hideBackdrop(frames, hidden, signal);
  const list = join(directory, 'frames.txt');
  for (const { first, count, sameCamera } of camerasOf(frames, base)) {
    const numbers = Array.from({ length: count }, (_, index) => first + index + 1);
    await writeFile(list, numbers.map(frameName).join('\n'));
    await runColmap(
      'feature_extractor',
      {
        database_path: database,
        image_path: join(frames.turned ? hidden : frames.directory, 'images'),
        image_list_path: list,
        'ImageReader.single_camera': sameCamera ? 1 : 0,
        'ImageReader.camera_model': 'SIMPLE_RADIAL',
        ...(frames.turned && croppedCamera(frames.turned, join(hidden, 'masks'))),
        'SiftExtraction.use_gpu': 0,
        // Upsampled where the item alone has to give all features.
        'SiftExtraction.first_octave': frames.turned ? -1 : 0,
        'SiftExtraction.max_image_size': profile.featureSide,
        'SiftExtraction.max_num_features': profile.featuresPerFrame,
      },
      {
        signal,
        timeoutMs,
        onLine: countingProgress(/^Processed file \[(\d+)\//, count, 0, share.extract, options),
      },
    );
  }
  await Promise.all([rm(hidden, { recursive: true, force: true }), rm(list)]);
  return median(await exportFeatures(database, join(directory, 'features.bin')));
}

/** Which frames, counted from 0, are still to be looked at: all of the one film, or each clip by itself. */
function camerasOf({ count, sameSize, films = [count] }: ChosenFrames, base: SolvedBase | undefined) {
  let first = 0;
  const all = films.map((ofFilm) => {
    const film = { first, count: ofFilm, sameCamera: films.length > 1 || sameSize };
    first += ofFilm;
    return film;
  });
  return base ? all.filter((film) => film.first >= base.frames) : all;
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
    timeoutMs,
    onProgress: (fraction) => onProgress(share.extract + share.match * fraction),
  });
  await runColmap(
    'matches_importer',
    { database_path: database, match_list_path: matches, match_type: 'raw', 'SiftMatching.use_gpu': 0 },
    { signal, timeoutMs },
  );
  await Promise.all([features, matches].map((file) => rm(file)));
}

/** COLMAP takes the middle of a picture for where the optical axis meets it: of a cut picture it is not. */
function croppedCamera(crop: FrameCrop, masks: string) {
  // COLMAP's own first guess of a focal length.
  const focal = 1.2 * Math.max(crop.fullWidth, crop.fullHeight);
  const [x, y] = [crop.fullWidth / 2 - crop.left, crop.fullHeight / 2 - crop.top];
  return { 'ImageReader.camera_params': [focal, x, y, 0].join(','), 'ImageReader.mask_path': masks };
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
  let reached = mapStart;
  const onProgress = (fraction: number) => {
    reached = fraction;
    options.onProgress(fraction);
  };
  const firstPoints = new FirstPoints(directory, (path) => options.onProgress(reached, path));
  const counting = countingProgress(/Registering image #\d+ \((\d+)\)/, count, mapStart, share.map, {
    onProgress,
  });
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
      timeoutMs,
      onLine(line) {
        firstPoints.onLine(line);
        counting(line);
      },
    },
  ).catch(() => {
    // COLMAP exits with an error when it finds no model at all: the missing folder says so, and judgeModel why.
    options.signal.throwIfAborted();
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

function countingProgress(
  pattern: RegExp,
  total: number,
  start: number,
  part: number,
  options: Pick<CamerasOptions, 'onProgress'>,
) {
  return (line: string) => {
    const done = Number(pattern.exec(line)?.[1] ?? 0);
    if (done > 0) options.onProgress(start + part * Math.min(1, done / total));
  };
}
