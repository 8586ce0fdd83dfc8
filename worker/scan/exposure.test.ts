import { expect, test } from 'vitest';
import { exposureGain } from './exposure';

test('a film in usual light stays as it is', () => {
  for (const white of [172, 206, 255]) expect(exposureGain(white)).toBe(1);
});

test('a dark one is made as bright as usual, one without any light is not made bright', () => {
  expect(134 * exposureGain(134)).toBeCloseTo(235);
  expect(exposureGain(100)).toBeGreaterThan(exposureGain(134));
  for (const white of [0, 5, 60]) expect(exposureGain(white)).toBeLessThan(2.6);
});
