import { expect, test } from 'vitest';
import { between, fittingDistance, moved, polarLimits, poseOfSide, zoomLimits } from './pose';

const fov = (35 * Math.PI) / 180;

/** Half of what is seen at the nearest face of the item. */
const halfView = (distance: number, reach: number) => (distance - reach) * Math.tan(fov / 2);

test('a tall item fits upright, a wide one across, whatever the shape of the screen', () => {
  for (const aspect of [0.5, 1, 1.8]) {
    for (const extent of [
      { halfHeight: 1, reach: 0.2 },
      { halfHeight: 0.2, reach: 1 },
    ]) {
      const distance = fittingDistance(extent, fov, aspect);
      expect(halfView(distance, extent.reach)).toBeGreaterThanOrEqual(extent.halfHeight);
      expect(halfView(distance, extent.reach) * aspect).toBeGreaterThanOrEqual(extent.reach);
    }
  }
});

test('left and right are opposite, and so are front and back', () => {
  const [front, left, back, right] = (['front', 'left', 'back', 'right'] as const).map((side) =>
    poseOfSide(side, 2),
  );
  expect(Math.abs((front?.azimuth ?? 0) - (back?.azimuth ?? 0))).toBeCloseTo(Math.PI);
  expect(Math.abs((left?.azimuth ?? 0) - (right?.azimuth ?? 0))).toBeCloseTo(Math.PI);
});

test('no amount of turning or zooming leaves the limits', () => {
  const start = poseOfSide('front', 2);
  expect(moved(start, { polar: 99 }, 2).polar).toBe(polarLimits.max);
  expect(moved(start, { polar: -99 }, 2).polar).toBe(polarLimits.min);
  expect(moved(start, { zoom: 99 }, 2).distance).toBe(2 * zoomLimits.nearest);
  expect(moved(start, { zoom: 0.01 }, 2).distance).toBe(2 * zoomLimits.farthest);
});

test('the way from back to left is a quarter turn and not three', () => {
  const back = poseOfSide('back', 2);
  const half = between(back, poseOfSide('left', 2), 0.5);
  expect(Math.abs(half.azimuth - back.azimuth)).toBeCloseTo(Math.PI / 4);
  const end = between(back, poseOfSide('left', 2), 1);
  expect(Math.cos(end.azimuth - poseOfSide('left', 2).azimuth)).toBeCloseTo(1);
});
