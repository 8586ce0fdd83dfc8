import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vector3 } from '@/worker/scan/engine';

export interface SolvedView {
  id: number;
  name: string;
  /** Camera centre in the world. */
  centre: Vector3;
  /** Unit vectors in the world: along the optical axis, and up in the picture. */
  forward: Vector3;
  up: Vector3;
}

export interface SparsePoint {
  position: Vector3;
  colour: Vector3;
  /** Mean reprojection error in pixels. */
  error: number;
  /** Ids of the views that see it. */
  views: number[];
}

export interface SparseModel {
  /** In the order of the names. */
  views: SolvedView[];
  points: SparsePoint[];
}

/** Reads `images.bin` and `points3D.bin` of a COLMAP model (format: COLMAP's documentation, "Output Format"). */
export async function readSparseModel(directory: string): Promise<SparseModel> {
  const views = readViews(await readFile(join(directory, 'images.bin')));
  const points = readPoints(await readFile(join(directory, 'points3D.bin')));
  return { views: views.sort((a, b) => a.name.localeCompare(b.name)), points };
}

/** COLMAP's SIMPLE_RADIAL but for its distortion, in pixels. */
export interface PinholeCamera {
  width: number;
  height: number;
  focal: number;
  middle: readonly [number, number];
}

/** The first camera of a COLMAP model; a film has but one. */
export async function readCamera(directory: string): Promise<PinholeCamera> {
  const file = await readFile(join(directory, 'cameras.bin'));
  const number = (index: number) => file.readDoubleLE(32 + 8 * index);
  return {
    width: Number(file.readBigUInt64LE(16)),
    height: Number(file.readBigUInt64LE(24)),
    focal: number(0),
    middle: [number(1), number(2)],
  };
}

/** Only the number of views of a model; none where COLMAP has left no model. */
export async function countViews(directory: string): Promise<number> {
  const file = await readFile(join(directory, 'images.bin')).catch(() => null);
  return file ? Number(file.readBigUInt64LE(0)) : 0;
}

function readViews(file: Buffer): SolvedView[] {
  const views: SolvedView[] = [];
  let offset = 8;
  for (let remaining = Number(file.readBigUInt64LE(0)); remaining > 0; remaining--) {
    const id = file.readUInt32LE(offset);
    const number = (index: number) => file.readDoubleLE(offset + 4 + 8 * index);
    const pose = readPose([number(0), number(1), number(2), number(3)], [number(4), number(5), number(6)]);
    const nameStart = offset + 4 + 56 + 4;
    const nameEnd = file.indexOf(0, nameStart);
    const features = Number(file.readBigUInt64LE(nameEnd + 1));
    views.push({ id, name: file.toString('utf8', nameStart, nameEnd), ...pose });
    offset = nameEnd + 9 + 24 * features;
  }
  return views;
}

/** COLMAP stores world-to-camera: x = R(q) X + t, with x right, y down, z forward in the camera. */
function readPose([w, x, y, z]: [number, number, number, number], t: Vector3) {
  const right: Vector3 = [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)];
  const down: Vector3 = [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)];
  const forward: Vector3 = [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)];
  const axis = (index: 0 | 1 | 2) => -(right[index] * t[0] + down[index] * t[1] + forward[index] * t[2]);
  const centre: Vector3 = [axis(0), axis(1), axis(2)];
  return { centre, forward, up: [-down[0], -down[1], -down[2]] as Vector3 };
}

function readPoints(file: Buffer): SparsePoint[] {
  const points: SparsePoint[] = [];
  let offset = 8;
  for (let remaining = Number(file.readBigUInt64LE(0)); remaining > 0; remaining--) {
    const number = (index: number) => file.readDoubleLE(offset + 8 + 8 * index);
    const colourAt = offset + 32;
    const trackLength = Number(file.readBigUInt64LE(offset + 43));
    const views: number[] = [];
    for (let entry = 0; entry < trackLength; entry++) views.push(file.readUInt32LE(offset + 51 + 8 * entry));
    points.push({
      position: [number(0), number(1), number(2)],
      colour: [file.readUInt8(colourAt), file.readUInt8(colourAt + 1), file.readUInt8(colourAt + 2)],
      error: file.readDoubleLE(offset + 35),
      views,
    });
    offset += 51 + 8 * trackLength;
  }
  return points;
}
