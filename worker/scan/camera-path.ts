import { median } from '@/worker/scan/choose-keyframes';
import type { Vector3 } from '@/worker/scan/engine';
import type { SolvedView, SparseModel } from '@/worker/scan/sparse-model';
import { add, angleBetween, cross, dot, length, normalise, scale, subtract } from '@/worker/scan/vector';

/**
 * The point nearest to all optical axes, that is what the person filmed: weighted least squares, reweighted by the
 * inverse distance (an L1 fit), so that a glance aside does not move it.
 */
export function pointOfInterest(views: readonly Pick<SolvedView, 'centre' | 'forward'>[]): Vector3 {
  let point: Vector3 = [0, 0, 0];
  let weights = views.map(() => 1);
  for (let round = 0; round < 20; round++) {
    point = nearestToLines(views, weights);
    const distances = views.map((view) => length(cross(subtract(point, view.centre), view.forward)));
    const floor = 1e-3 * median(distances) + 1e-12;
    weights = distances.map((distance) => 1 / Math.max(distance, floor));
  }
  return point;
}

/** Solves sum w (I - f fᵀ) (x - c) = 0 by Cramer's rule. */
function nearestToLines(
  views: readonly Pick<SolvedView, 'centre' | 'forward'>[],
  weights: readonly number[],
): Vector3 {
  const rows: [number, number, number][] = [
    [1e-12, 0, 0],
    [0, 1e-12, 0],
    [0, 0, 1e-12],
  ];
  let right: Vector3 = [0, 0, 0];
  for (const [index, { centre, forward }] of views.entries()) {
    const weight = weights[index] ?? 0;
    for (const [i, row] of rows.entries())
      for (const j of [0, 1, 2] as const)
        row[j] += weight * ((i === j ? 1 : 0) - (forward[i] ?? 0) * forward[j]);
    right = add(right, scale(subtract(centre, scale(forward, dot(centre, forward))), weight));
  }
  const [a, b, c] = rows as unknown as [Vector3, Vector3, Vector3];
  const determinant = dot(a, cross(b, c));
  // The matrix is symmetric: its rows are its columns.
  return scale([dot(right, cross(b, c)), dot(a, cross(right, c)), dot(a, cross(b, right))], 1 / determinant);
}

/** How much the cameras moved round the thing: the median over the points of the widest angle between two views of it. */
export function medianParallaxDegrees(model: SparseModel): number {
  const centres = new Map(model.views.map((view) => [view.id, view.centre]));
  const widest = model.points
    .filter((point) => point.views.length >= 2)
    .map((point) => {
      const rays = [...new Set(point.views)].flatMap((id) => {
        const centre = centres.get(id);
        return centre ? [subtract(centre, point.position)] : [];
      });
      let angle = 0;
      for (const [index, ray] of rays.entries())
        for (const other of rays.slice(index + 1)) angle = Math.max(angle, angleBetween(ray, other));
      return angle;
    });
  return median(widest);
}

export interface Walk {
  /** Degrees of azimuth round the item that were filmed, 0 to 360. */
  coveredDegrees: number;
  missingSides: ('front' | 'left' | 'back' | 'right' | 'top')[];
}

/** Two neighbouring views further apart than this leave a gap that was not filmed. */
const maxGapDegrees = 30;
const sideReachDegrees = 45;
const topElevationDegrees = 30;

const sides = { front: 0, right: 90, back: 180, left: 270 } as const;

/**
 * What of the item was filmed. Directions count from the first camera (front), to the right as a person sees it who
 * stands there; `up` is a unit vector.
 */
export function describeWalk(centres: readonly Vector3[], target: Vector3, up: Vector3): Walk {
  const rays = centres.map((centre) => subtract(centre, target));
  const frontRay = rays[0];
  if (!frontRay) return { coveredDegrees: 0, missingSides: ['front', 'left', 'back', 'right', 'top'] };
  const front = normalise(subtract(frontRay, scale(up, dot(frontRay, up))));
  const right = cross(up, front);
  const azimuths = rays
    .map((ray) => (Math.atan2(dot(ray, right), dot(ray, front)) * 180) / Math.PI)
    .map((degrees) => (degrees + 360) % 360)
    .sort((a, b) => a - b);
  const gaps = azimuths.map((azimuth, index) => (azimuths[index + 1] ?? (azimuths[0] ?? 0) + 360) - azimuth);
  const coveredDegrees = Math.round(
    gaps.filter((gap) => gap <= maxGapDegrees).reduce((sum, gap) => sum + gap, 0),
  );
  const missing = (Object.keys(sides) as (keyof typeof sides)[]).filter((side) =>
    azimuths.every((azimuth) => {
      const apart = Math.abs(azimuth - sides[side]);
      return Math.min(apart, 360 - apart) > sideReachDegrees;
    }),
  );
  const highest = Math.max(...rays.map((ray) => 90 - angleBetween(ray, up)));
  return { coveredDegrees, missingSides: highest < topElevationDegrees ? [...missing, 'top'] : missing };
}
