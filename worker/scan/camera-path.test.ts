import { expect, test } from 'vitest';
import { describeWalk, medianParallaxDegrees, pointOfInterest } from './camera-path';
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

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + step * index);

test('a full circle leaves only the top unfilmed', () => {
  expect(describeWalk(circle(range(0, 350, 10)), [0, 0, 0], up)).toEqual({
    coveredDegrees: 360,
    missingSides: ['top'],
  });
});

test('half a circle to the right misses the left side', () => {
  const walk = describeWalk(circle(range(0, 180, 10), 2), [0, 0, 0], up);
  expect(walk).toEqual({ coveredDegrees: 180, missingSides: ['left'] });
});

test('a gap counts as not filmed', () => {
  const walk = describeWalk(circle([...range(0, 100, 10), ...range(200, 350, 10)], 2), [0, 0, 0], up);
  expect(walk.coveredDegrees).toBe(260);
});

test('nothing filmed, everything missing', () => {
  expect(describeWalk([], [0, 0, 0], up).missingSides).toHaveLength(5);
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
