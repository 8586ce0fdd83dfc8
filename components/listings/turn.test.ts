import { expect, test } from 'vitest';
import { pictureOfDrag } from './turn';

test('the width of the card is once round, either way', () => {
  expect(pictureOfDrag(0, 160, 8)).toBe(0);
  expect(pictureOfDrag(160, 160, 8)).toBe(0);
  expect([20, 40, 140].map((px) => pictureOfDrag(px, 160, 8))).toEqual([7, 6, 1]);
  expect([-20, -40, -180].map((px) => pictureOfDrag(px, 160, 8))).toEqual([1, 2, 1]);
});

test('a card that has no width yet shows some picture', () => {
  expect(pictureOfDrag(3, 0, 8)).toBeGreaterThanOrEqual(0);
  expect(pictureOfDrag(3, 0, 8)).toBeLessThan(8);
});
