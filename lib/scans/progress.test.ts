import { expect, test } from 'vitest';
import { overallFraction, stagePosition } from './progress';
import { scanStages } from './schema';

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
