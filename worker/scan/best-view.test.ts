import { expect, test } from 'vitest';
import { ellipsoid, flatPlaces } from '@/tests/harness/ellipsoid';
import { chooseBestView } from './best-view';

test('the best view is where there is something to see, and where it was seen', () => {
  const mesh = { ...ellipsoid(60), ...flatPlaces(ellipsoid(60)) };
  const side = 256;
  const plain = Buffer.alloc(3 * side * side, 128);
  const seen = { width: side, height: side, channels: 1 as const, data: Buffer.alloc(side * side, 255) };
  // A chequered patch round +Z, which is u = 0.75 since u turns from +X to -Z.
  const patterned = Buffer.from(plain);
  for (let row = 80; row < 176; row++)
    for (let column = 160; column < 224; column++)
      if (((row >> 3) + (column >> 3)) & 1)
        patterned.fill(255, 3 * (row * side + column), 3 * (row * side + column) + 3);
  const texture = { width: side, height: side, channels: 3 as const, data: patterned };
  const offFront = ({ azimuth }: { azimuth: number }) => Math.min(azimuth, 360 - azimuth);
  expect(offFront(chooseBestView(mesh, texture, seen))).toBeLessThanOrEqual(60);
  const hidden = { ...seen, data: Buffer.from(seen.data) };
  for (let row = 0; row < side; row++) hidden.data.fill(0, row * side + 130, row * side + 254);
  expect(offFront(chooseBestView(mesh, texture, hidden))).toBeGreaterThan(100);
});
