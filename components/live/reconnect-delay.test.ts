import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay';

test('the pause doubles, stays within bounds, and is spread', () => {
  expect(reconnectDelayMs(0, 0)).toBe(250);
  expect(reconnectDelayMs(0, 1)).toBe(500);
  expect(reconnectDelayMs(3, 1)).toBe(4000);
  expect(reconnectDelayMs(1000, 1)).toBe(15_000);
  expect(reconnectDelayMs(1000, 0)).toBe(7500);
});
