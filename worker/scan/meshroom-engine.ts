import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import sharp from 'sharp';
import { searchPath } from '@/lib/env';
import { type EngineJob, type EngineResult, type ScanEngine, ScanError } from '@/worker/scan/engine';
import { runBatch } from '@/worker/scan/meshroom-batch';
import { readCameras } from '@/worker/scan/meshroom-cameras';
import { convertModel } from '@/worker/scan/meshroom-model';
import { type Calibration, readCalibration } from '@/worker/scan/meshroom-output';
import { readPnm } from '@/worker/scan/pnm';
import { runStage } from '@/worker/scan/stage';

const program = 'meshroom_batch';
const minSolvedShare = 0.6;
const minSolved = 8;

/** Whether Meshroom is here and can use a GPU: without CUDA it has no depth maps, and the built-in engine is better. */
export function meshroomIsUsable(path = searchPath(), device = '/dev/nvidiactl'): boolean {
  return path.split(delimiter).some((folder) => existsSync(join(folder, program))) && existsSync(device);
}

/** AliceVision's photogrammetry, driven through meshroom_batch. */
export const meshroomEngine: ScanEngine = {
  name: 'meshroom',
  async reconstruct(job) {
    const { textureSide } = job.profile;
    const batch = await runStage(job, 'meshroom', { after: job.inputKey, textureSide }, (directory) =>
      makeModel(job, directory),
    );
    const cameras = await readCameras(join(batch.directory, 'cameras.sfm'));
    const model = await runStage(job, 'meshroom-model', { after: batch.key }, (directory) =>
      convertModel(join(batch.directory, 'output'), cameras, directory, textureSide),
    );
    return {
      meshPath: join(model.directory, 'unwrapped.ply'),
      texturePath: join(model.directory, 'texture.ppm'),
      seenPath: join(model.directory, 'seen.pgm'),
      // Meshroom chooses the side of its textures by what the pictures hold.
      pixelsPerTexel: 1,
      up: [0, 1, 0],
      cameraCentres: cameras.map(({ centre }) => centre),
      // Pictures are named 0001.jpg and so on.
      solvedFrames: cameras.map(({ name }) => Number.parseInt(basename(name), 10) - 1),
      statistics: {
        reprojectionError: batch.facts.residual,
        // Meshroom tells of no depth that others confirm; the share of calibrated cameras stands in for it.
        confirmedShare: cameras.length / Math.max(1, job.frames.count),
      },
      key: model.key,
    } satisfies EngineResult;
  },
};

async function makeModel(job: EngineJob, directory: string): Promise<Calibration> {
  const images = join(directory, 'images');
  await writeJpegs(join(job.frames.directory, 'images'), images, job.signal);
  await mkdir(join(directory, 'output'));
  await runBatch({
    pipeline: 'photogrammetry',
    images,
    imageCount: job.frames.count,
    directory,
    textureSide: job.profile.textureSide,
    signal: job.signal,
    onProgress: job.onProgress,
  });
  const cache = join(directory, 'MeshroomCache', 'StructureFromMotion');
  const [run = ''] = await readdir(cache);
  const calibration = judgeCalibration(await readFile(join(cache, run, 'log'), 'utf8'), job.frames.count);
  await rename(join(cache, run, 'cameras.sfm'), join(directory, 'cameras.sfm'));
  // Gigabytes of depth maps that nobody reads again.
  for (const name of ['MeshroomCache', 'images'])
    await rm(join(directory, name), { recursive: true, force: true });
  return calibration;
}

/**
 * What was calibrated. A picture that cannot be read is dropped without a word, so that only the comparison
 * with the input tells. Throws ScanError when too few are left.
 */
export function judgeCalibration(log: string, frames: number): Calibration {
  const found = readCalibration(log);
  if (!found) throw new ScanError('engine_crashed', 'structure from motion told no result');
  const { cameras } = found;
  if (cameras < minSolved || cameras < minSolvedShare * frames)
    throw new ScanError('too_few_views', `${cameras} of ${frames} cameras`);
  return found;
}

/** Meshroom picks pictures by their extension, and PPM is not among those. */
async function writeJpegs(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to);
  for (const name of (await readdir(from)).sort()) {
    signal.throwIfAborted();
    const { data, width, height, channels } = await readPnm(join(from, name));
    const jpeg = sharp(data, { raw: { width, height, channels } }).jpeg({
      quality: 97,
      chromaSubsampling: '4:4:4',
    });
    await jpeg.toFile(join(to, `${name.replace(/\.\w+$/, '')}.jpg`));
  }
}
