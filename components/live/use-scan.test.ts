import { expect, test } from 'vitest';
import type { ScanState } from '@/lib/protocol/scan-state';
import { newestState } from './use-scan';

const state = (scanId: string, version: number): ScanState => ({
  scanId,
  version,
  listingId: 'lst_1',
  status: 'running',
  stage: 'depth',
  fraction: 0,
  framesChosen: null,
  camerasSolved: null,
  sparsePointsUrl: null,
  modelUrl: null,
  modelBytes: null,
  posterUrl: null,
  previewUrl: null,
  usdzUrl: null,
  failureReason: null,
  startedAt: null,
  scansAhead: null,
  remainingSeconds: null,
});

test('an older state that arrives late is dropped', () => {
  expect(newestState(state('a', 5), state('a', 4)).version).toBe(5);
  expect(newestState(state('a', 5), state('a', 6)).version).toBe(6);
});

test('a second video starts counting anew and still takes the place of the first', () => {
  expect(newestState(state('a', 50), state('b', 1)).scanId).toBe('b');
});
