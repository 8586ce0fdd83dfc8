import { expect, test } from 'vitest';
import {
  circleDeviation,
  describeRings,
  describeWalk,
  directionsOf,
  medianParallaxDegrees,
  pointOfInterest,
} from './camera-path';
import type { Vector3 } from './engine';
import { normalise, subtract } from './vector';

const up: Vector3 = [0, 1, 0];

/** Camera centres on a circle of radius 2 round the origin; azimuth 0 is +Z, growing towards +X. */
function circle(degrees: readonly number[], height = 0.8): Vector3[] {
  return degrees.map((azimuth) => {
    const radians = (azimuth * Math.PI) / 180;
    return [2 * Math.sin(radians), height, 2 * Math.cos(radians)];
  });
}

const walk = (centres: readonly Vector3[]) => describeWalk(directionsOf(centres, [0, 0, 0], up));

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + step * index);

test('a full circle leaves only the top unfilmed', () => {
  expect(walk(circle(range(0, 350, 10)))).toEqual({
    coveredDegrees: 360,
    missingSides: ['top'],
  });
});

test('half a circle to the right misses the left side', () => {
  const half = walk(circle(range(0, 180, 10), 2));
  expect(half).toEqual({ coveredDegrees: 180, missingSides: ['left'] });
});

test('a gap counts as not filmed', () => {
  const open = walk(circle([...range(0, 100, 10), ...range(200, 350, 10)], 2));
  expect(open.coveredDegrees).toBe(260);
});

test('nothing filmed, everything missing', () => {
  expect(walk([]).missingSides).toHaveLength(5);
});

test('the point of interest is where most axes meet, whatever a few glances aside do', () => {
  const target: Vector3 = [0.3, 0.1, -0.2];
  const views = circle(range(0, 350, 10)).map((centre, index) => ({
    centre,
    forward: normalise(index % 9 === 0 ? [1, 0.2, 0.1] : subtract(target, centre)),
  }));
  for (const [axis, value] of pointOfInterest(views).entries())
    expect(value).toBeCloseTo(target[axis] ?? 0, 2);
});

test('the parallax of a point is the widest angle between its views', () => {
  const views = circle([0, 30, 60], 0).map((centre, id) => ({
    id,
    name: String(id),
    centre,
    forward: [0, 0, 1] as Vector3,
    up,
  }));
  const point = {
    position: [0, 0, 0] as Vector3,
    colour: [0, 0, 0] as Vector3,
    error: 0.5,
    views: [0, 1, 2],
  };
  expect(medianParallaxDegrees({ views, points: [point] })).toBeCloseTo(60, 5);
  expect(medianParallaxDegrees({ views, points: [] })).toBe(0);
});

test('how far cameras are from a circle: not at all, by a tremor, or it is none', () => {
  const turn = circle(range(0, 340, 20));
  expect(circleDeviation(turn)).toBeLessThan(1e-9);
  expect(circleDeviation([...turn].reverse().slice(4))).toBeLessThan(1e-9);
  const lifted = turn.map(([x, y, z], index): Vector3 => [x, y + 0.4 * Math.sin(index), z]);
  expect(circleDeviation(lifted)).toBeGreaterThan(0.1);
  expect(circleDeviation(turn.slice(0, 3))).toBe(Infinity);
  expect(circleDeviation(range(0, 5, 1).map((x): Vector3 => [x, 0, 0]))).toBeGreaterThan(0.05);
});

const ringsOf = (centres: Vector3[]) => describeRings(directionsOf(centres, [0, 0, 0], up));
/** Height of a circle of radius 2 at this elevation. */
const heightAt = (elevation: number) => 2 * Math.tan((elevation * Math.PI) / 180);

test('azimuth grows to the right of the front, elevation from the floor', () => {
  const [first, second] = directionsOf(circle([0, 90], heightAt(40)), [0, 0, 0], up);
  expect(first?.azimuthDegrees).toBeCloseTo(0, 6);
  expect(second?.azimuthDegrees).toBeCloseTo(90, 6);
  expect(second?.elevationDegrees).toBeCloseTo(40, 6);
});

test('a round at 25 degrees and three quarters of one at 50: two rings, the second with its gap', () => {
  const low = circle(range(0, 350, 10), heightAt(25));
  const high = circle(range(0, 270, 10), heightAt(50));
  const between = circle([5, 8], heightAt(37));
  expect(ringsOf([...low, ...between, ...high])).toEqual([
    { elevationDegrees: 25, coveredDegrees: 360, gaps: [] },
    { elevationDegrees: 50, coveredDegrees: 270, gaps: [{ fromDegrees: 270, toDegrees: 0 }] },
  ]);
});

test('a spiral is cut into rings; nothing filmed has none', () => {
  const spiral = range(0, 700, 10).map(
    (degrees) => circle([degrees], heightAt(10 + degrees / 14))[0] as Vector3,
  );
  const rings = ringsOf(spiral);
  expect(rings).toHaveLength(2);
  for (const ring of rings) expect(ring.coveredDegrees).toBeGreaterThan(300);
  expect(ringsOf([])).toEqual([]);
});
