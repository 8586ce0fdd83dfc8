import { fitCircle } from '@/worker/scan/camera-path';
import { median } from '@/worker/scan/choose-keyframes';
import { frameNumber, type Vector3 } from '@/worker/scan/engine';
import { maxCircleDeviation, meanUp } from '@/worker/scan/judge-cameras';
import type { SolvedView } from '@/worker/scan/sparse-model';
import { add, cross, dot, normalise, scale, subtract } from '@/worker/scan/vector';

/** Cameras at each end of a side that have neighbours to one hand only: those of a squeezed film are up to 5 degrees off. */
const looseEnd = 2;
/** Frames over which the pace may be carried on: of a turntable's 81, with two turns, a third of a turn. */
const maxGap = 12;
/** Two ways from one side to the other have to agree on the angle: a pause of the table, or two paces, would show. */
const agreeWithin = (15 * Math.PI) / 180;

/** Cameras of one side, as angles about the axis. */
export interface Side {
  /** Radians, by the number of the frame. */
  angles: Map<number, number>;
  held: Held;
}

/**
 * How a camera is held: its unit vectors, told by what points outward from the axis, along the circle and along the axis.
 * Right, down and forward make a right-handed frame.
 */
export interface Held {
  right: Vector3;
  down: Vector3;
  forward: Vector3;
}

/** Null where the cameras are on no circle. */
export function sideOf(views: readonly SolvedView[]): Side | null {
  const circle = fitCircle(views.map((view) => view.centre));
  if (!circle || circle.deviation > maxCircleDeviation) return null;
  // Both sides count about the same end of the axis.
  const flip = dot(circle.axis, meanUp(views)) < 0 ? -1 : 1;
  const { across } = circle;
  const [axis, beside] = [scale(circle.axis, flip), scale(circle.beside, flip)];
  const angles = new Map<number, number>();
  let [right, forward]: [Vector3, Vector3] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (const view of views) {
    const ray = subtract(view.centre, circle.centre);
    const angle = Math.atan2(dot(ray, beside), dot(ray, across));
    angles.set(frameNumber(view.name), angle);
    const outward = add(scale(across, Math.cos(angle)), scale(beside, Math.sin(angle)));
    const along = cross(axis, outward);
    const seen = (v: Vector3): Vector3 => [dot(v, outward), dot(v, along), dot(v, axis)];
    forward = add(forward, seen(view.forward));
    right = add(right, seen(cross(view.forward, view.up)));
  }
  return { angles, held: upright(right, forward) };
}

/** How the camera is held by what all sides say. */
export const heldBy = (sides: readonly Side[]): Held =>
  upright(
    sides.map((side) => side.held.right).reduce(add),
    sides.map((side) => side.held.forward).reduce(add),
  );

/** The nearest right-handed frame, forward kept. */
function upright(right: Vector3, forward: Vector3): Held {
  const ahead = normalise(forward);
  const aside = normalise(subtract(right, scale(ahead, dot(right, ahead))));
  return { right: aside, down: cross(ahead, aside), forward: ahead };
}

/** To -π .. π. */
const wrap = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** When a frame, counted from 1, was filmed, in seconds. */
export type Clock = (frame: number) => number;

/** Radians a second: the median over the neighbours that one side has. */
function paceOf(sides: readonly Side[], clock: Clock): number {
  const steps = sides.flatMap(({ angles }) =>
    [...angles].flatMap(([frame, angle]) => {
      const next = angles.get(frame + 1);
      return next === undefined ? [] : [wrap(next - angle) / (clock(frame + 1) - clock(frame))];
    }),
  );
  return median(steps);
}

/**
 * By how much a side has to be turned to go on from the placed frames at the table's pace (radians a second); null where
 * that is open.
 */
function turnOf(
  placed: ReadonlyMap<number, number>,
  side: ReadonlyMap<number, number>,
  pace: number,
  clock: Clock,
): number | null {
  const ways: number[] = [];
  for (const [frame, angle] of side)
    for (const direction of [-1, 1]) {
      const near = Array.from({ length: maxGap }, (_, index) => frame + direction * (index + 1));
      const other = near.find((at) => placed.has(at) || side.has(at));
      const there = other === undefined ? undefined : placed.get(other);
      if (other !== undefined && there !== undefined)
        ways.push(there + pace * (clock(frame) - clock(other)) - angle);
    }
  const agreeing = ways
    .map((way) => ways.filter((other) => Math.abs(wrap(other - way)) < agreeWithin))
    .reduce((most, group) => (group.length > most.length ? group : most), []);
  if (agreeing.length < 2) return null;
  return Math.atan2(
    agreeing.reduce((sum, way) => sum + Math.sin(way), 0),
    agreeing.reduce((sum, way) => sum + Math.cos(way), 0),
  );
}

/**
 * The angles of the frames that the sides have, in the count of the first, which is the largest; what no side has is
 * between its neighbours, if they are near. A side that does not go with the first is left out.
 * @param nudges radians by which each further side is turned beyond what the pace says
 */
export function placeSides(
  sides: readonly Side[],
  clock: Clock,
  nudges: readonly number[] = [],
): Map<number, number> {
  const frames = sides.flatMap(({ angles }) => [...angles.keys()]);
  const [first, last] = [Math.min(...frames), Math.max(...frames)];
  const [largest, ...others] = sides.map(({ angles }) => firm(angles, first, last));
  const placed = new Map(largest);
  const pace = paceOf(sides, clock);
  for (const [index, angles] of others.entries()) {
    const turn = turnOf(placed, angles, pace, clock);
    if (turn === null) continue;
    const whole = turn + (nudges[index] ?? 0);
    for (const [frame, angle] of angles) placed.set(frame, placed.get(frame) ?? angle + whole);
  }
  return filled(placed, pace, clock);
}

/** Without the loose ends; those of the film have no neighbour that another side could give. */
function firm(angles: ReadonlyMap<number, number>, first: number, last: number): Map<number, number> {
  const beside = (frame: number) => angles.has(frame) || frame < first || frame > last;
  const offsets = Array.from({ length: looseEnd }, (_, index) => index + 1);
  return new Map(
    [...angles].filter(([frame]) => offsets.every((at) => beside(frame - at) && beside(frame + at))),
  );
}

function filled(placed: ReadonlyMap<number, number>, pace: number, clock: Clock): Map<number, number> {
  const all = new Map<number, number>();
  const frames = [...placed].sort(([a], [b]) => a - b);
  for (const [index, [frame, angle]] of frames.entries()) {
    all.set(frame, angle);
    const [next, then] = frames[index + 1] ?? [frame, angle];
    if (next - frame > maxGap) continue;
    // The pace says how often round: a gap may be more than half a turn.
    const ahead = pace * (clock(next) - clock(frame));
    const whole = ahead + wrap(then - angle - ahead);
    for (let at = frame + 1; at < next; at++)
      all.set(at, angle + (whole * (clock(at) - clock(frame))) / (clock(next) - clock(frame)));
  }
  return all;
}
