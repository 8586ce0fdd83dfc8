import { expect, test } from 'vitest';
import { overallFraction, scansAhead, secondsLeft, stagePosition, typicalSeconds } from './policy';
import { scanStages } from './schema';

const waiting = (scanId: string, lane: string) => ({ scanId, lane, relayed: false });
const atWork = (scanId: string, lane: string) => ({ scanId, lane, relayed: true });

test('ten videos of one seller stand before another one only with the first', () => {
  const many = Array.from({ length: 9 }, (_, index) => waiting(`many ${index + 2}`, 'many'));
  const scans = [atWork('many 1', 'many'), ...many, waiting('single', 'other')];
  expect(scansAhead(scans, 'single')).toBe(1);
  expect(scansAhead(scans, 'many 2')).toBe(2);
  expect(scansAhead(scans, 'many 3')).toBe(3);
  expect(scansAhead(scans, 'unknown')).toBe(0);
});

test('what is left follows the medians of the stages', () => {
  const typical = typicalSeconds([
    { cameras: 100, depth: 50 },
    { cameras: 300, depth: 60 },
    { cameras: 120, depth: 900 },
  ]);
  expect(typical).toMatchObject({ cameras: 120, depth: 60 });
  expect(secondsLeft(typical ?? {}, null, 0)).toBe(180);
  expect(secondsLeft(typical ?? {}, 'cameras', 0.5)).toBe(120);
  expect(secondsLeft(typical ?? {}, 'depth', 0.5)).toBe(30);
  expect(typicalSeconds([])).toBeNull();
});

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
