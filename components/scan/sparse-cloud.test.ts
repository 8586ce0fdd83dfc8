import { expect, test } from 'vitest';
import { readSparseCloud } from './sparse-cloud';

function encode(points: readonly (readonly [number, number, number, number, number, number])[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(points.length * 15));
  points.forEach(([x, y, z, ...rgb], index) => {
    [x, y, z].forEach((value, axis) => {
      view.setFloat32(index * 15 + axis * 4, value, true);
    });
    rgb.forEach((value, channel) => {
      view.setUint8(index * 15 + 12 + channel, value);
    });
  });
  return view.buffer;
}

test('the middle point comes to the origin, up is up, and colours stay with their points', () => {
  const cloud = readSparseCloud(
    encode([
      [9, 4, 5, 1, 2, 3],
      [10, 5, 5, 4, 5, 6],
      [11, 6, 5, 7, 8, 9],
    ]),
  );
  const [a, b, c] = [0, 3, 6].map((start) => [...(cloud?.positions.slice(start, start + 3) ?? [])]);
  expect(b?.map(Math.abs)).toEqual([0, 0, 0]);
  // y = 4 lies above y = 6 in COLMAP's world, whose Y points down.
  expect(a?.[1]).toBeGreaterThan(0);
  expect(c?.[1]).toBeLessThan(0);
  expect(Math.hypot(...(a ?? []))).toBeCloseTo(1);
  expect([...(cloud?.colours ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('one wrong match far away does not shrink the rest to a dot', () => {
  const circle = Array.from({ length: 20 }, (_, index) => {
    const angle = (index / 20) * 2 * Math.PI;
    return [Math.cos(angle), Math.sin(angle), 0, 0, 0, 0] as const;
  });
  const cloud = readSparseCloud(encode([...circle, [1e6, 0, 0, 0, 0, 0]]));
  expect(Math.hypot(...(cloud?.positions.slice(15, 18) ?? []))).toBeGreaterThan(0.5);
});

test('an empty or cut file is not a cloud', () => {
  expect(readSparseCloud(new ArrayBuffer(0))).toBeNull();
  expect(readSparseCloud(new ArrayBuffer(14))).toBeNull();
  expect(readSparseCloud(new ArrayBuffer(20))?.positions).toHaveLength(3);
});
