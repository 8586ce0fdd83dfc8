import { expect, test } from 'vitest';
import { isLongPress } from './long-press';

const down = { x: 100, y: 200, atMs: 1000 };

test.each([
  ['half a second in one place', { x: 100, y: 200, atMs: 1500 }, true],
  ['half a second with a tremble', { x: 106, y: 208, atMs: 1500 }, true],
  ['a tap', { x: 100, y: 200, atMs: 1120 }, false],
  ['a slow scroll', { x: 100, y: 211, atMs: 1900 }, false],
])('%s', (_, up, long) => {
  expect(isLongPress(down, up)).toBe(long);
});
