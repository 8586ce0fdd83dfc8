import { expect, test } from 'vitest';
import { scanSlots } from './slots';

test.each([
  ['two cores', 2, 8e9, 1],
  ['a machine with little memory', 16, 4e9, 1],
  ['many cores', 16, 64e9, 4],
  ['many cores, less memory', 16, 8e9, 2],
])('%s', (_, cores, bytes, slots) => {
  expect(scanSlots(cores, bytes)).toBe(slots);
});
