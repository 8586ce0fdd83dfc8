import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { runChild } from '@/lib/platform/child-process';
import { logger } from '@/lib/platform/logger';
import { downloadObject, listKeys, putOriginalFile } from '@/lib/platform/object-storage';
import { stageFolder } from '@/lib/scans/package-files';
import { type FinishedStage, finishedStages } from '@/worker/scan/stage';

const suffix = '.tar.zst';
const packTimeoutMs = 10 * 60_000;
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface StageStoreLimits {
  /** A stage is stored where fetching it at this speed takes less time than making it again. */
  bytesPerSecond: number;
  /** All stages of a scan together, packed. */
  totalBytes: number;
}

export const standardLimits: StageStoreLimits = { bytesPerSecond: 8e6, totalBytes: 1e9 };

/**
 * Finished stages in the object store, for a worker on another machine: this one may be lost with its disk. They are
 * deleted when the scan ends. Storing goes on beside the scan and fails nothing.
 */
export class StageStore {
  readonly #seen = new Set<string>();
  #storedBytes = 0;
  #storing: Promise<void> | null = null;

  constructor(
    private readonly scanId: string,
    private readonly directory: string,
    private readonly limits: StageStoreLimits,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Fetches the stages that this machine does not have, of this scan and of the one that it goes on from. Their markers
   * tell the engine whether they still hold. Returns whether there is any finished stage now.
   */
  async restore(baseScanId = this.scanId): Promise<boolean> {
    const present = new Set((await finishedStages(this.directory)).map(({ name }) => name));
    for (const name of present) this.#seen.add(name);
    const keys: string[] = [];
    for (const scanId of new Set([this.scanId, baseScanId]))
      keys.push(...(await listKeys('incoming', stageFolder(scanId))));
    for (const key of keys) {
      const name = basename(key, suffix);
      this.#seen.add(name);
      if (present.has(name)) continue;
      present.add(name);
      // Without it the stage is made again.
      await this.#fetch(key, name).catch((error: unknown) => {
        this.signal.throwIfAborted();
        logger.warn({ err: error, key }, 'a stored stage was not restored');
      });
    }
    return this.#seen.size > 0;
  }

  /** Stores what has been finished since the last call, unless it is still at it. */
  storeNew(): void {
    this.#storing ??= this.#store()
      .catch((error: unknown) => {
        if (!this.signal.aborted) logger.warn({ err: error, scanId: this.scanId }, 'a stage was not stored');
      })
      .finally(() => {
        this.#storing = null;
      });
  }

  async settled(): Promise<void> {
    await this.#storing;
  }

  async #store(): Promise<void> {
    for (const stage of await finishedStages(this.directory)) {
      if (this.#seen.has(stage.name)) continue;
      this.#seen.add(stage.name);
      const bytes = await sizeOf(join(this.directory, stage.name));
      if (bytes <= stage.seconds * this.limits.bytesPerSecond) await this.#send(stage);
    }
  }

  async #send({ name }: FinishedStage): Promise<void> {
    const file = join(this.directory, `${name}${suffix}`);
    try {
      await runChild('tar', ['-C', this.directory, '-cf', '-', name], {
        signal: this.signal,
        timeoutMs: packTimeoutMs,
        onStdout: (stdout) => pipeline(stdout, createZstdCompress(compression), createWriteStream(file)),
      });
      const { size } = await stat(file);
      if (this.#storedBytes + size > this.limits.totalBytes) return;
      this.signal.throwIfAborted();
      await putOriginalFile(`${stageFolder(this.scanId)}${name}${suffix}`, file);
      this.#storedBytes += size;
    } finally {
      await rm(file, { force: true });
    }
  }

  async #fetch(key: string, name: string): Promise<void> {
    const unpacked = join(this.directory, `${name}.partial`);
    const file = join(this.directory, `${name}${suffix}`);
    await rm(unpacked, { recursive: true, force: true });
    await mkdir(unpacked, { recursive: true });
    try {
      await downloadObject('incoming', key, file);
      await runChild('tar', ['-C', unpacked, '-xf', '-', '--no-same-owner'], {
        signal: this.signal,
        timeoutMs: packTimeoutMs,
        stdin: createReadStream(file).pipe(createZstdDecompress()),
      });
      await rename(join(unpacked, name), join(this.directory, name));
    } finally {
      await rm(file, { force: true });
      await rm(unpacked, { recursive: true, force: true });
    }
  }
}

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
