import { expect, test } from 'vitest';
import { readPoseParameter, writePoseParameter } from './pose-parameter';

test('a pose comes back from an address as it was, to a thousandth', () => {
  const pose = { azimuth: -3.04174, polar: 1.36136, distance: 0.98765 };
  const read = readPoseParameter(writePoseParameter(pose));
  for (const key of ['azimuth', 'polar', 'distance'] as const) expect(read?.[key]).toBeCloseTo(pose[key], 3);
});

test.each([
  undefined,
  '',
  '1_2',
  '1_2_3_4',
  'a_b_c',
  '1_9_1',
  '1_1_0',
  '1_1_-2',
  '99_1_1',
  '1e9_1_1',
  'NaN_1_1',
])('%s is no pose', (text) => expect(readPoseParameter(text)).toBeNull());
