import { expect, test } from 'vitest';
import { type Matrix3, rotationStretch } from './rotation-only';

const [width, height, focal] = [1080, 1920, 1600];

function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [3 * Math.floor(index / 3), index % 3];
    return [0, 1, 2].reduce((sum, k) => sum + (a[row + k] ?? 0) * (b[3 * k + column] ?? 0), 0);
  }) as unknown as Matrix3;
}

const camera: Matrix3 = [focal, 0, width / 2, 0, focal, height / 2, 0, 0, 1];
const inverse: Matrix3 = [1 / focal, 0, -width / 2 / focal, 0, 1 / focal, -height / 2 / focal, 0, 0, 1];

/** Homography of a camera that panned by so many degrees, where it stood. */
function turned(degrees: number, scale = 1): Matrix3 {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return between([c, 0, s, 0, 1, 0, -s, 0, c], scale);
}

/** Homography of the plane z = 1 for a camera that went round its point (0, 0, 1) by so many degrees. */
function walked(degrees: number): Matrix3 {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  // R + t nᵀ with t = p - R p and n = p = (0, 0, 1).
  return between([c, 0, 0, 0, 1, 0, -s, 0, 1], 1);
}

function between(motion: Matrix3, scale: number): Matrix3 {
  return multiply(multiply(camera, motion), inverse).map((value) => value * scale) as unknown as Matrix3;
}

const angles = [2, 5, 10, 15, 20, 25, 30];

test('a camera that only turned stretches nothing, whatever the scale of the homographies', () => {
  const homographies = angles.map((angle, index) => turned(angle, index - 2.5));
  expect(rotationStretch(homographies, width, height)).toBeLessThan(1.01);
});

test('a camera that walked round something stretches it, though all of it is flat', () => {
  expect(rotationStretch(angles.map(walked), width, height)).toBeGreaterThan(1.1);
});

test('without homographies nothing speaks for a mere turn', () => {
  expect(rotationStretch([], width, height)).toBe(Infinity);
});
