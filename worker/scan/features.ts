import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '@/worker/scan/choose-keyframes';
import { countingProgress, runColmap, toolTimeoutMs } from '@/worker/scan/colmap';
import { exportFeatures } from '@/worker/scan/colmap-database';
import { type ChosenFrames, type FrameCrop, frameName } from '@/worker/scan/engine';
import type { ScanProfile } from '@/worker/scan/profile';
import { hideBackdrop } from '@/worker/scan/turntable';

/** Whether COLMAP's SIFT begins with the picture as it is, or with one of twice its width: four times the time. */
const firstOctave = { 'as-filmed': 0, enlarged: -1 } as const;

export type Magnification = keyof typeof firstOctave;

export interface FeaturesOptions {
  profile: ScanProfile;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** The database of an earlier call, which has the features of the first frames. */
export interface KnownFeatures {
  database: string;
  frames: number;
}

/**
 * The features of all frames, in `database.db` and, for the matching room, in `features.bin` of the directory. Returns how
 * many the median of the new frames has.
 */
export async function findFeatures(
  frames: ChosenFrames,
  directory: string,
  magnification: Magnification,
  { profile, signal, onProgress }: FeaturesOptions,
  known?: KnownFeatures,
): Promise<number> {
  const database = join(directory, 'database.db');
  if (known) await copyFile(known.database, database);
  const hidden = join(directory, 'hidden');
  if (frames.turned) await hideBackdrop(frames, hidden, signal);
  const list = join(directory, 'frames.txt');
  for (const { first, count, sameCamera } of camerasOf(frames, known)) {
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
        'SiftExtraction.first_octave': firstOctave[magnification],
        'SiftExtraction.max_image_size': profile.featureSide,
        'SiftExtraction.max_num_features': profile.featuresPerFrame,
      },
      {
        signal,
        timeoutMs: toolTimeoutMs,
        onLine: countingProgress(/^Processed file \[(\d+)\//, count, onProgress),
      },
    );
  }
  await Promise.all([rm(hidden, { recursive: true, force: true }), rm(list)]);
  const counts = await exportFeatures(database, join(directory, 'features.bin'));
  return median(counts.slice(known?.frames));
}

/** Which frames, counted from 0, are still to be looked at: all of the one film, or each clip by itself. */
function camerasOf({ count, sameSize, films = [count] }: ChosenFrames, known: KnownFeatures | undefined) {
  let first = 0;
  const all = films.map((ofFilm) => {
    const film = { first, count: ofFilm, sameCamera: films.length > 1 || sameSize };
    first += ofFilm;
    return film;
  });
  return known ? all.filter((film) => film.first >= known.frames) : all;
}

/** COLMAP takes the middle of a picture for where the optical axis meets it: of a cut picture it is not. */
function croppedCamera(crop: FrameCrop, masks: string) {
  // COLMAP's own first guess of a focal length.
  const focal = 1.2 * Math.max(crop.fullWidth, crop.fullHeight);
  const [x, y] = [crop.fullWidth / 2 - crop.left, crop.fullHeight / 2 - crop.top];
  return { 'ImageReader.camera_params': [focal, x, y, 0].join(','), 'ImageReader.mask_path': masks };
}
