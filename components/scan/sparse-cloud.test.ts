import { expect, test } from 'vitest';
import { readSparseCloud } from './sparse-cloud';

/** As worker/scan/sparse-points.ts writes it. */
function encode(points: readonly { at: number[]; colour: number[] }[], count = points.length): ArrayBuffer {
  const bytes = new Uint8Array(8 + points.length * 15);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('BMP1'));
  view.setUint32(4, count, true);
  points.forEach(({ at, colour }, index) => {
    at.forEach((value, axis) => {
      view.setFloat32(8 + index * 12 + axis * 4, value, true);
    });
    bytes.set(colour, 8 + points.length * 12 + index * 3);
  });
  return bytes.buffer;
}

const points = [
  { at: [0.5, -0.25, 2], colour: [1, 2, 3] },
  { at: [-1, 0, 0.125], colour: [253, 254, 255] },
];

test('every point comes with its place and its colour', () => {
  const cloud = readSparseCloud(encode(points));
  expect([...(cloud?.positions ?? [])]).toEqual([0.5, -0.25, 2, -1, 0, 0.125]);
  expect([...(cloud?.colours ?? [])]).toEqual([1, 2, 3, 253, 254, 255]);
});

test('a file that is cut off, empty or something else is not a cloud', () => {
  expect(readSparseCloud(new ArrayBuffer(0))).toBeNull();
  expect(readSparseCloud(encode([]))).toBeNull();
  expect(readSparseCloud(encode(points, 3))).toBeNull();
  expect(readSparseCloud(encode(points).slice(0, -1))).toBeNull();
  const other = encode(points);
  new Uint8Array(other).set([0x67, 0x6c, 0x54, 0x46]);
  expect(readSparseCloud(other)).toBeNull();
});
