import { expect, test } from 'vitest';
import { elapsedSince } from './elapsed';

const now = Date.parse('2026-11-23T12:00:00Z');

test.each([
  ['2026-11-23T12:00:30Z', { unit: 'now' }],
  ['2026-11-23T11:59:01Z', { unit: 'now' }],
  ['2026-11-23T11:59:00Z', { unit: 'minutes', count: 1 }],
  ['2026-11-23T11:00:01Z', { unit: 'minutes', count: 59 }],
  ['2026-11-23T11:00:00Z', { unit: 'hours', count: 1 }],
  ['2026-11-22T12:00:01Z', { unit: 'hours', count: 23 }],
  ['2026-11-22T12:00:00Z', { unit: 'days', count: 1 }],
  ['2026-10-25T12:00:00Z', { unit: 'days', count: 29 }],
  ['2026-10-24T12:00:00Z', { unit: 'date' }],
])('%s is %j before noon', (iso, elapsed) => {
  expect(elapsedSince(iso, now)).toEqual(elapsed);
});
