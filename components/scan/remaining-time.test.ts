import { expect, test } from 'vitest';
import { scanStages } from '@/lib/scans/schema';
import { overallFraction, remainingMinutes, stagePosition } from './remaining-time';

test('progress rises through all stages from nothing to everything', () => {
  const points = scanStages.flatMap((stage) => [overallFraction(stage, 0), overallFraction(stage, 1)]);
  expect(points[0]).toBe(0);
  expect(points.at(-1)).toBeCloseTo(1);
  expect(points).toEqual([...points].sort((a, b) => a - b));
  expect(overallFraction(null, 1)).toBe(0);
  expect(overallFraction('polishing', 1)).toBe(0);
});

test('stages are counted from one', () => {
  expect(stagePosition('inspect')).toEqual({ index: 1, total: 8 });
  expect(stagePosition('publish')).toEqual({ index: 8, total: 8 });
  expect(stagePosition('polishing')).toBeNull();
});

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
