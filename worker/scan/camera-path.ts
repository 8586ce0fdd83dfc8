import { wrapDegrees } from '@/lib/scans/policy';
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

type Triple = [number, number, number];

/** Solves sum w (I - f fᵀ) (x - c) = 0. */
function nearestToLines(
  views: readonly Pick<SolvedView, 'centre' | 'forward'>[],
  weights: readonly number[],
): Vector3 {
  const rows: [Triple, Triple, Triple] = [
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
  return solveSymmetric(rows, right);
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

/** Before a still camera an item that turns on the spot gives one: the cameras' places relative to the item. */
export interface Circle {
  centre: Vector3;
  /** Unit vectors: the axis, and two across it that make a right-handed frame (across, beside, axis). */
  axis: Vector3;
  across: Vector3;
  beside: Vector3;
  /** How far the cameras are from it, as a share of the radius: root mean square. */
  deviation: number;
}

/** See fitCircle; Infinity where there is no circle. */
export const circleDeviation = (centres: readonly Vector3[]): number =>
  fitCircle(centres)?.deviation ?? Infinity;

/**
 * The circle nearest to the cameras, whose centres are in the order in which they were filmed (I. Kåsa, "A circle fitting
 * procedure and its error analysis", 1976). Null where there is none.
 */
export function fitCircle(centres: readonly Vector3[]): Circle | null {
  if (centres.length < 4) return null;
  const middle = scale(centres.reduce(add), 1 / centres.length);
  const rays = centres.map((centre) => subtract(centre, middle));
  const axis = loopNormal(rays);
  if (!axis) return null;
  const first = rays.reduce((a, b) => (length(b) > length(a) ? b : a));
  const across = normalise(subtract(first, scale(axis, dot(first, axis))));
  const beside = cross(axis, across);
  const flat = rays.map((ray) => [dot(ray, across), dot(ray, beside), dot(ray, axis)] as const);
  // x² + y² = 2ax + 2by + c, in least squares; a, b is the centre.
  let rows: [Vector3, Vector3, Vector3] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  let right: Vector3 = [0, 0, 0];
  for (const [x, y] of flat) {
    const row: Vector3 = [2 * x, 2 * y, 1];
    rows = [
      add(rows[0], scale(row, row[0])),
      add(rows[1], scale(row, row[1])),
      add(rows[2], scale(row, row[2])),
    ];
    right = add(right, scale(row, x * x + y * y));
  }
  const [a, b, c] = solveSymmetric(rows, right);
  const radius = Math.sqrt(c + a * a + b * b);
  const squares = flat.map(([x, y, height]) => (Math.hypot(x - a, y - b) - radius) ** 2 + height ** 2);
  const deviation = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) / radius;
  if (!Number.isFinite(deviation)) return null;
  const centre = add(middle, add(scale(across, a), scale(beside, b)));
  return { centre, axis, across, beside, deviation };
}

/** Normal of the plane in which the rays turn; all steps count in one direction, should the item have turned back. */
function loopNormal(rays: readonly Vector3[]): Vector3 | null {
  const steps = rays.slice(1).map((ray, index) => cross(rays[index] ?? ray, ray));
  const longest = steps.reduce((a, b) => (length(b) > length(a) ? b : a));
  const sum = steps.reduce<Vector3>(
    (all, step) => add(all, scale(step, Math.sign(dot(step, longest)))),
    [0, 0, 0],
  );
  return length(sum) > 0 ? normalise(sum) : null;
}

/** By Cramer's rule. The matrix is symmetric: its rows are its columns. */
function solveSymmetric([a, b, c]: readonly [Vector3, Vector3, Vector3], right: Vector3): Vector3 {
  const determinant = dot(a, cross(b, c));
  return scale([dot(right, cross(b, c)), dot(a, cross(right, c)), dot(a, cross(b, right))], 1 / determinant);
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

/** From where a camera looked at the item, in degrees: azimuth 0 is the front, 90 to the right, 0 to 360; elevation up. */
export interface Direction {
  azimuthDegrees: number;
  elevationDegrees: number;
}

/**
 * Directions of the cameras, in their order. They count from the first camera (front), to the right as a person sees it
 * who stands there, which is counter-clockwise seen from above; `up` is a unit vector.
 */
export function directionsOf(centres: readonly Vector3[], target: Vector3, up: Vector3): Direction[] {
  const rays = centres.map((centre) => subtract(centre, target));
  const frontRay = rays[0];
  if (!frontRay) return [];
  const front = normalise(subtract(frontRay, scale(up, dot(frontRay, up))));
  const right = cross(up, front);
  return rays.map((ray) => ({
    azimuthDegrees: wrapDegrees((Math.atan2(dot(ray, right), dot(ray, front)) * 180) / Math.PI),
    elevationDegrees: 90 - angleBetween(ray, up),
  }));
}

/** What of the item was filmed. */
export function describeWalk(directions: readonly Direction[]): Walk {
  const azimuths = directions.map((direction) => direction.azimuthDegrees);
  const missing = (Object.keys(sides) as (keyof typeof sides)[]).filter((side) =>
    azimuths.every((azimuth) => {
      const apart = Math.abs(azimuth - sides[side]);
      return Math.min(apart, 360 - apart) > sideReachDegrees;
    }),
  );
  const highest = Math.max(...directions.map((direction) => direction.elevationDegrees));
  return {
    coveredDegrees: coverage(azimuths).coveredDegrees,
    missingSides: highest < topElevationDegrees || azimuths.length === 0 ? [...missing, 'top'] : missing,
  };
}

export interface Gap {
  fromDegrees: number;
  toDegrees: number;
}

/** A gap that crosses the front has `fromDegrees` above `toDegrees`. */
export function coverage(azimuths: readonly number[]): { coveredDegrees: number; gaps: Gap[] } {
  const sorted = azimuths.toSorted((a, b) => a - b);
  const gaps: Gap[] = [];
  let covered = 0;
  for (const [index, fromDegrees] of sorted.entries()) {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0) + 360;
    if (next - fromDegrees > maxGapDegrees) gaps.push({ fromDegrees, toDegrees: next % 360 });
    else covered += next - fromDegrees;
  }
  return { coveredDegrees: Math.round(covered), gaps };
}

/** Cameras whose heights differ by less belong to one round: hands and steps move a phone by as much. */
const ringGapDegrees = 8;
/** A spiral is cut into rounds of this height at most: from 25 degrees higher one sees other surfaces. */
const maxRingDegrees = 25;
/** Fewer are on the way from one round to the next. */
const minRingCameras = 3;

export interface Ring {
  elevationDegrees: number;
  coveredDegrees: number;
  gaps: Gap[];
}

/** The heights at which the camera went round, from low to high, with what was left out at each. */
export function describeRings(directions: readonly Direction[]): Ring[] {
  const groups = groupByElevation(directions);
  const rounds = groups.filter((group) => group.length >= minRingCameras);
  if (rounds.length === 0) return [];
  for (const stray of groups.filter((group) => group.length < minRingCameras))
    nearestGroup(rounds, elevationOf(stray)).push(...stray);
  return rounds.map((round) => {
    const { coveredDegrees, gaps } = coverage(
      round.map((direction) => Math.round(direction.azimuthDegrees) % 360),
    );
    return { elevationDegrees: Math.round(elevationOf(round)), coveredDegrees, gaps };
  });
}

const elevationOf = (group: readonly Direction[]) =>
  median(group.map((direction) => direction.elevationDegrees));

function nearestGroup(groups: Direction[][], elevation: number): Direction[] {
  const apart = (group: Direction[]) => Math.abs(elevationOf(group) - elevation);
  return groups.reduce((a, b) => (apart(b) < apart(a) ? b : a));
}

function groupByElevation(directions: readonly Direction[]): Direction[][] {
  const groups: Direction[][] = [];
  for (const direction of directions.toSorted((a, b) => a.elevationDegrees - b.elevationDegrees)) {
    const last = groups.at(-1)?.at(-1);
    if (last && direction.elevationDegrees - last.elevationDegrees <= ringGapDegrees)
      groups.at(-1)?.push(direction);
    else groups.push([direction]);
  }
  return groups.flatMap(splitTall);
}

/** Into parts of equal height. */
function splitTall(group: Direction[]): Direction[][] {
  const [low, high] = [group[0]?.elevationDegrees ?? 0, group.at(-1)?.elevationDegrees ?? 0];
  const parts = Math.max(1, Math.ceil((high - low) / maxRingDegrees));
  const height = (high - low) / parts || 1;
  const split = Array.from({ length: parts }, (): Direction[] => []);
  for (const direction of group)
    split[Math.min(parts - 1, Math.floor((direction.elevationDegrees - low) / height))]?.push(direction);
  return split.filter((part) => part.length > 0);
}
