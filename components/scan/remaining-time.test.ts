import { expect, test } from 'vitest';
import { remainingMinutes } from './remaining-time';

test('too early to say is said as such', () => {
  expect(remainingMinutes(0.05, 60_000)).toEqual({ kind: 'usual' });
  expect(remainingMinutes(0.5, 10_000)).toEqual({ kind: 'usual' });
});

test('the range follows the pace so far, and never is empty', () => {
  // Half done after three and a half minutes, about half of what is usual: as much is left.
  expect(remainingMinutes(0.5, 210_000)).toEqual({ kind: 'range', from: 2, to: 5 });
  expect(remainingMinutes(0.8, 240_000)).toEqual({ kind: 'range', from: 1, to: 2 });
  expect(remainingMinutes(0.99, 240_000)).toEqual({ kind: 'soon' });
});

test('a slow first stage does not frighten anyone with an hour', () => {
  const left = remainingMinutes(0.06, 150_000);
  expect(left.kind === 'range' && left.to).toBeLessThan(20);
});
