import { expect, test } from 'vitest';
import { scansAhead, secondsLeft, typicalSeconds } from './policy';

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
