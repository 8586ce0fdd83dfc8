import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { logger } from '@/lib/platform/logger';
import { readSparseModel } from '@/worker/scan/sparse-model';
import { writeSparsePoints } from '@/worker/scan/sparse-points';

/** Cameras whose points are shown first: a quarter of a film's, on which the item can be made out. */
const enoughCameras = 12;

/**
 * What COLMAP's mapper has while it still works, for the seller to look at: it leaves a snapshot, of which the points
 * are written. They come once; without them the page waits for all cameras.
 */
export class FirstPoints {
  readonly #folder: string;
  #snapshotBegun = false;
  #written: Promise<void> | undefined;

  constructor(
    directory: string,
    private readonly onWritten: (path: string) => void,
  ) {
    this.#folder = join(directory, 'snapshots');
  }

  /** Of the mapper, which finds its folder then. */
  async arguments(): Promise<Record<string, string | number>> {
    await mkdir(this.#folder, { recursive: true });
    return { 'Mapper.snapshot_path': this.#folder, 'Mapper.snapshot_images_freq': enoughCameras };
  }

  /** Hears each line of the mapper: a snapshot is whole when it goes on with the next camera. */
  onLine(line: string): void {
    if (this.#snapshotBegun && line.startsWith('Registering')) this.#written ??= this.#write();
    if (line.startsWith('Creating snapshot')) this.#snapshotBegun = true;
  }

  async #write(): Promise<void> {
    try {
      const [snapshot] = (await readdir(this.#folder)).sort();
      if (snapshot === undefined) return;
      const path = join(this.#folder, 'points.bin');
      await writeSparsePoints(await readSparseModel(join(this.#folder, snapshot)), path);
      this.onWritten(path);
    } catch (error) {
      logger.warn({ err: error }, 'the first points are not shown');
    }
  }

  /** What was written goes with the snapshots: by then all points are there. */
  async end(): Promise<void> {
    await this.#written;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
