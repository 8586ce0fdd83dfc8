import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { publishObject } from '@/lib/platform/object-storage';
import type { ScanVerdict } from './schema';

/** Keys in the bucket `media` of everything that belongs to one model, and what is known of it. */
export interface PublishedModel {
  modelKey: string;
  modelBytes: number;
  posterKey: string;
  previewKey: string | null;
  usdzKey: string | null;
  /** How many pictures of the turning card there are, `turn-0.webp` first. */
  turnCount: number;
  verdict: ScanVerdict;
}

const maxTurns = 8;
const turnName = (index: number) => `turn-${index}.webp`;

/** Everything of a scan lies in this folder of the bucket `media`. */
export const scanFolder = (scanId: string) => `scans/${scanId}/`;

/** Finished stages of a scan at work lie here in the bucket `incoming`, for a worker on another machine. */
export const stageFolder = (scanId: string) => `stages/${scanId}/`;

/** Of a scan with a model its cameras stay, for as long as its film: a clip may join it. */
export const isKeptStage = (key: string) => key.startsWith('cameras.', key.lastIndexOf('/') + 1);

/**
 * Keys hold the attempt's number and are written once: nobody can be shown half of one model and half of another.
 * The demo's models, which were made elsewhere, are attempt 0.
 */
export const attemptFolder = (scanId: string, attempt: number) => `${scanFolder(scanId)}${attempt}/`;

/** What the seller's page shows of a scan at work, in its attempt's folder; none of it is left of a finished one. */
export const whileAtWork = {
  firstPoints: 'first-points.bin',
  sparsePoints: 'points.bin',
  roughModel: 'rough.glb',
} as const;

/** Beside the model: a file of the same attempt. */
export const besideModel = (modelKey: string, name: string) =>
  modelKey.slice(0, modelKey.lastIndexOf('/') + 1) + name;

export const turnKeys = (modelKey: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => besideModel(modelKey, turnName(index)));

/** Bytes that were published, or null when there is no such file. */
export async function publishFile(key: string, path: string, type: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  if (!found) return null;
  await publishObject(key, createReadStream(path), found.size, type);
  return found.size;
}

/**
 * Publishes what a scan left in its package directory, by the same names. The model and its poster must be there; a
 * part that this engine does not make is left out, so that no page asks for it.
 * @param folder attemptFolder
 * @throws when the model or the poster is missing
 */
export async function publishPackage(
  folder: string,
  directory: string,
  verdict: ScanVerdict,
): Promise<PublishedModel> {
  const send = (name: string, type: string) => publishFile(folder + name, join(directory, name), type);
  const optional = async (name: string, type: string) => ((await send(name, type)) ? folder + name : null);
  const modelBytes = await send('model.glb', 'model/gltf-binary');
  const posterBytes = await send('poster.webp', 'image/webp');
  if (!modelBytes || !posterBytes) throw new Error(`${directory} holds no model.glb with a poster.webp`);
  let turnCount = 0;
  while (turnCount < maxTurns && (await send(turnName(turnCount), 'image/webp'))) turnCount += 1;
  const frames = await publishFrames(folder, directory, verdict.frames ?? []);
  return {
    modelKey: `${folder}model.glb`,
    modelBytes,
    posterKey: `${folder}poster.webp`,
    previewKey: await optional('preview.glb', 'model/gltf-binary'),
    usdzKey: await optional('model.usdz', 'model/vnd.usdz+zip'),
    turnCount,
    verdict: verdict.frames ? { ...verdict, frames } : verdict,
  };
}

type Frames = NonNullable<ScanVerdict['frames']>;

/** Under a name that cannot be guessed: they may show a home, and only their seller is told where they are. */
async function publishFrames(folder: string, directory: string, frames: Frames): Promise<Frames> {
  const hidden = randomBytes(16).toString('base64url');
  const published: Frames = [];
  for (const frame of frames) {
    const file = `${hidden}/${frame.file}`;
    if (await publishFile(folder + file, join(directory, frame.file), 'image/webp'))
      published.push({ ...frame, file });
  }
  return published;
}
