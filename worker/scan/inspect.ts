import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { AppError, type ErrorCode } from '@/lib/errors';
import { isHeicFile } from '@/lib/media/magic-bytes';
import { probeVideo, type VideoFacts } from '@/lib/media/probe-video';
import type { ScanFailureReason } from '@/lib/scans/schema';
import { ScanError } from '@/worker/scan/engine';

/** Fewer photographs cannot go round an item with the overlap that the matching needs (30 degrees a step). */
export const minPhotos = 12;

const photoNames = /\.(jpe?g|png|webp|tiff?|hei[cf])$/i;
/** A photo of a current phone has 200 megapixels at most. */
const maxPixels = 250e6;

export type InputFacts =
  | { kind: 'video'; contentHash: string; video: VideoFacts }
  | { kind: 'photos'; contentHash: string; files: string[] };

const reasonByCode: Partial<Record<ErrorCode, ScanFailureReason>> = {
  'media.not_a_video': 'unreadable',
  'media.incomplete': 'unreadable',
  'media.codec': 'unreadable',
  'media.bit_depth': 'unreadable',
  'media.too_short': 'too_short',
  'media.too_long': 'too_long',
};

/** Says whether the input is a usable video or folder of photographs. Throws ScanError when it is neither. */
export async function inspectInput(input: string, signal: AbortSignal): Promise<InputFacts> {
  const found = await stat(input).catch((error) => {
    throw new ScanError('unreadable', `cannot open ${input}`, { cause: error });
  });
  if (found.isDirectory()) return inspectPhotos(input, signal);
  try {
    const video = await probeVideo(input, signal);
    return { kind: 'video', contentHash: await hashFiles([input], signal), video };
  } catch (error) {
    const reason = error instanceof AppError ? reasonByCode[error.code] : undefined;
    if (reason) throw new ScanError(reason, `${(error as AppError).code}: ${input}`, { cause: error });
    throw error;
  }
}

async function inspectPhotos(folder: string, signal: AbortSignal): Promise<InputFacts> {
  const byNumber = new Intl.Collator('en', { numeric: true });
  const names = (await readdir(folder)).filter((name) => photoNames.test(name)).sort(byNumber.compare);
  const files: string[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    const file = join(folder, name);
    if (await isPhoto(file)) files.push(file);
  }
  if (files.length < minPhotos)
    throw new ScanError(
      'too_few_views',
      `${files.length} readable photographs in ${folder}, ${minPhotos} needed`,
    );
  return { kind: 'photos', contentHash: await hashFiles(files, signal), files };
}

/** Opens the header only: a photo that turns out broken later is left out then. */
async function isPhoto(file: string): Promise<boolean> {
  try {
    if (await isHeicFile(file)) return true;
    const { width, height } = await sharp(file, { limitInputPixels: maxPixels }).metadata();
    return Math.min(width, height) >= 240;
  } catch {
    return false;
  }
}

async function hashFiles(files: readonly string[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    await pipeline(
      createReadStream(file),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) hash.update(chunk);
      },
      { signal },
    );
  }
  return hash.digest('hex');
}
