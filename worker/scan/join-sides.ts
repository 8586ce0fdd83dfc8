import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runColmap, toolTimeoutMs } from '@/worker/scan/colmap';
import { readImageIds } from '@/worker/scan/colmap-database';
import { type ChosenFrames, frameName } from '@/worker/scan/engine';
import {
  countViews,
  type PinholeCamera,
  readCamera,
  readSparseModel,
  type SparseModel,
} from '@/worker/scan/sparse-model';
import { type Clock, type Held, heldBy, placeSides, type Side, sideOf } from '@/worker/scan/turned-sides';

/** Fewer cameras give no circle to rely on. */
const minSideViews = 8;
/**
 * The pace changes on the way: by it the sides of a fish are 3 degrees off. So far to each side of it the true angle is
 * looked for, as the one by which most features go together: those of the frames between the sides are on both.
 */
const probe = (6 * Math.PI) / 180;
/** Of the features that go together on each side by itself, on the circle: 99.6 % of a fish's. A hand makes no circle. */
const minKept = 0.8;

/**
 * Of a flat item that turned, hardly a feature leads across its edge where the film is strongly compressed: COLMAP then
 * makes a model of each side. Both say how the still camera looks at the axis; what lies between them is one angle, and
 * the pace of the table tells it, nearly.
 *
 * Makes one model of those in the folder `models`, as a further one there, if together they have `enough` cameras and the
 * largest by itself has not. Its cameras stand on the circle, points are found anew. Leaves everything as it is where the
 * sides do not go together. `database` has the features and matches of the frames.
 */
export async function joinSides(
  models: string,
  frames: Pick<ChosenFrames, 'directory' | 'seconds'>,
  database: string,
  enough: number,
  signal: AbortSignal,
): Promise<void> {
  const found = await sidesIn(models);
  const [largest] = found;
  if (!largest || largest.side.angles.size >= enough) return;
  const sides = found.map(({ side }) => side);
  const clock: Clock = (frame) => frames.seconds?.[frame - 1] ?? frame;
  if (placeSides(sides, clock).size < enough) return;
  const [joined, held] = [join(models, 'joined'), heldBy(sides)];
  const [camera, ids] = [await readCamera(largest.path), readImageIds(database)];
  /** How many features go together then. */
  const triangulate = async (nudges: readonly number[]): Promise<number> => {
    const poses = join(models, 'poses');
    await rm(joined, { recursive: true, force: true });
    await Promise.all([poses, joined].map((path) => mkdir(path)));
    await writePoses(poses, placeSides(sides, clock, nudges), held, camera, ids);
    const images = join(frames.directory, 'images');
    await runColmap(
      'point_triangulator',
      { database_path: database, image_path: images, input_path: poses, output_path: joined },
      { signal, timeoutMs: toolTimeoutMs },
    );
    await rm(poses, { recursive: true });
    return observations(await readSparseModel(joined));
  };
  const kept = await triangulate(await bestNudges(sides.length - 1, triangulate));
  const apart = found.reduce((sum, side) => sum + side.observations, 0);
  if (kept < minKept * apart) await rm(joined, { recursive: true });
}

const observations = ({ points }: SparseModel) => points.reduce((sum, point) => sum + point.views.length, 0);

/** The models whose cameras stand on a circle, the one with the most first. */
async function sidesIn(models: string): Promise<{ path: string; side: Side; observations: number }[]> {
  const sides = await Promise.all(
    (await readdir(models)).map(async (name) => {
      const path = join(models, name);
      if ((await countViews(path)) < minSideViews) return [];
      const model = await readSparseModel(path);
      const side = sideOf(model.views);
      return side ? [{ path, side, observations: observations(model) }] : [];
    }),
  );
  return sides.flat().sort((a, b) => b.side.angles.size - a.side.angles.size);
}

/** Radians by which each further side is turned beyond what the pace says, one after the other. */
async function bestNudges(
  count: number,
  score: (nudges: readonly number[]) => Promise<number>,
): Promise<number[]> {
  const nudges = Array.from({ length: count }, () => 0);
  for (const index of nudges.keys()) {
    const at = (nudge: number) => score(nudges.with(index, nudge));
    nudges[index] = probe * peak(await at(-probe), await at(0), await at(probe));
  }
  return nudges;
}

/** Where a parabola through values at -1, 0 and 1 is highest, as far as it is known. */
function peak(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  const top = bend < 0 ? (before - after) / (2 * bend) : Math.sign(after - before);
  return Math.min(1, Math.max(-1, top));
}

/** A COLMAP model as text, without points: a camera that is always held alike goes round at a distance of one. */
async function writePoses(
  directory: string,
  angles: ReadonlyMap<number, number>,
  held: Held,
  camera: PinholeCamera,
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const { width, height, focal, middle } = camera;
  const [w, x, y, z] = quaternion(held);
  const place = [-held.right[0], -held.down[0], -held.forward[0]];
  const lines = [...angles].flatMap(([frame, angle]) => {
    const id = ids.get(frameName(frame));
    if (id === undefined) return [];
    // After a turn by -angle about the axis.
    const [c, s] = [Math.cos(angle / 2), -Math.sin(angle / 2)];
    const turned = [w * c - z * s, x * c + y * s, y * c - x * s, z * c + w * s];
    return [`${id} ${[...turned, ...place].join(' ')} 1 ${frameName(frame)}`, ''];
  });
  await writeFile(
    join(directory, 'cameras.txt'),
    // A side by itself does not tell its shape from the lens: 0.2 to 0.4 of radial distortion where there is none.
    `1 SIMPLE_PINHOLE ${[width, height, focal, ...middle].join(' ')}\n`,
  );
  await writeFile(join(directory, 'images.txt'), `${lines.join('\n')}\n`);
  await writeFile(join(directory, 'points3D.txt'), '');
}

/** Of the rotation whose rows these are (w, x, y, z). */
function quaternion({ right, down, forward }: Held): [number, number, number, number] {
  const half = (square: number, sign: number) => Math.sqrt(Math.max(0, 1 + square)) * (sign < 0 ? -0.5 : 0.5);
  const [a, b, c] = [right[0], down[1], forward[2]];
  return [
    half(a + b + c, 1),
    half(a - b - c, forward[1] - down[2]),
    half(b - a - c, right[2] - forward[0]),
    half(c - a - b, down[0] - right[1]),
  ];
}
