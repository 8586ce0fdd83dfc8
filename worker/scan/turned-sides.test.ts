import { expect, test } from 'vitest';
import { frameName, type Vector3 } from './engine';
import type { SolvedView } from './sparse-model';
import { placeSides, type Side, sideOf } from './turned-sides';
import { add, cross, normalise, scale } from './vector';

const pace = -0.34;
const tilt = 0.45;

/** Radians a second; two frames a second. */
const clock = (frame: number) => frame / 2;

/** A camera that looks down at the axis, after the table has turned for so many frames; in a world of its own. */
function view(
  frame: number,
  world: { axis: Vector3; size: number; shift: Vector3; turn: number },
): SolvedView {
  const axis = normalise(world.axis);
  const across = normalise(cross(axis, [0.3, 0.1, 0.8]));
  const beside = cross(axis, across);
  const angle = pace * clock(frame) + world.turn;
  const outward = add(scale(across, Math.cos(angle)), scale(beside, Math.sin(angle)));
  const down = scale(axis, -Math.sin(tilt));
  const forward = add(scale(outward, -Math.cos(tilt)), down);
  const up = add(scale(outward, -Math.sin(tilt)), scale(axis, Math.cos(tilt)));
  const centre = add(world.shift, scale(outward, world.size));
  return { id: frame, name: frameName(frame), centre, forward, up };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const front = { axis: [0, 1, 0.2], size: 2, shift: [1, 2, 3], turn: 0.4 } as const;
const back = { axis: [-0.5, 0.3, 0.9], size: 0.7, shift: [-4, 0, 1], turn: 2.9 } as const;

const views = (frames: readonly number[], world: Parameters<typeof view>[1]) =>
  frames.map((frame) => view(frame, world));

function side(of: readonly SolvedView[]): Side {
  const found = sideOf(of);
  if (!found) throw new Error('no circle');
  return found;
}

/** How far each frame is from where the pace has it after the first, in radians. */
const astray = (angles: ReadonlyMap<number, number>) =>
  [...angles].map(([frame, angle]) => {
    const off = angle - (angles.get(1) ?? Number.NaN) - pace * clock(frame - 1);
    return Math.abs(Math.atan2(Math.sin(off), Math.cos(off)));
  });

test('two sides that each have a world of their own lie on one circle again, and what is between them, too', () => {
  const one = side(views([...range(1, 14), ...range(35, 50)], front));
  const other = side(views([...range(18, 31), ...range(54, 66)], back));
  const angles = placeSides([one, other], clock);
  expect([...angles.keys()]).toEqual(range(1, 66));
  expect(Math.max(...astray(angles))).toBeLessThan(1e-5);
  for (const axis of ['right', 'down', 'forward'] as const)
    for (const at of [0, 1, 2] as const) expect(one.held[axis][at]).toBeCloseTo(other.held[axis][at], 5);
});

test('one way between two sides is not enough: the table may have paused there', () => {
  const angles = placeSides([side(views(range(1, 20), front)), side(views(range(24, 40), back))], clock);
  expect([...angles.keys()]).toEqual(range(1, 18));
});

test('two ways that do not agree place nothing', () => {
  const paused = views(range(35, 50), { ...front, turn: front.turn + 1 });
  const one = side([...views(range(1, 14), front), ...paused]);
  expect(placeSides([one, side(views(range(18, 31), back))], clock).has(20)).toBe(false);
});

test('cameras that stand in a row are on no circle', () => {
  const row = views(range(1, 9), front).map((of) => ({ ...of, centre: [of.id, 0, 0] as const }));
  expect(sideOf(row)).toBeNull();
});
