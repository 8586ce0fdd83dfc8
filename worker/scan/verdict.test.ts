import { expect, test } from 'vitest';
import { scanVerdictSchema } from '@/lib/scans/schema';
import { describeVerdict, type VerdictInput } from './verdict';

/** A sharp, bright walk all round with 36 frames, all solved, most depths confirmed. */
function walk(change: Partial<VerdictInput> = {}, count = 36): VerdictInput {
  const positions = Array.from({ length: count }, (_, index) => index);
  return {
    frames: { count, blur: 0.3, brightness: 110, weak: [] },
    directions: positions.map((index) => ({ azimuthDegrees: (360 / count) * index, elevationDegrees: 35 })),
    solvedFrames: positions,
    statistics: { reprojectionError: 0.6, confirmedShare: 0.85 },
    thumbnails: positions.map((index) => `frames/${String(index + 1).padStart(3, '0')}.webp`),
    ...change,
  };
}

const qualityOf = (change: Partial<VerdictInput>, count?: number) =>
  describeVerdict(walk(change, count)).quality;
const frames = walk().frames;

test('a good walk: a verdict that the pages can read, good, without reasons', () => {
  const verdict = scanVerdictSchema.parse(describeVerdict(walk()));
  expect(verdict).toMatchObject({
    framesChosen: 36,
    camerasSolved: 36,
    coveredDegrees: 360,
    scale: 'unknown',
  });
  expect(verdict.rings).toEqual([{ elevationDegrees: 35, coveredDegrees: 360, gaps: [] }]);
  expect(verdict.quality).toMatchObject({ grade: 'good', reasons: [] });
});

test('each frame says where it was filmed from, whether its camera is known, and whether it is weak', () => {
  const { directions } = walk();
  const solvedFrames = directions.flatMap((_, index) => (index === 9 ? [] : [index]));
  const { frames: told } = describeVerdict(
    walk({
      frames: { ...frames, weak: [3] },
      directions: directions.filter((_, index) => index !== 9),
      solvedFrames,
    }),
  );
  expect(told?.[3]).toEqual({
    file: 'frames/004.webp',
    azimuthDegrees: 30,
    elevationDegrees: 35,
    solved: true,
    weak: true,
  });
  expect(told?.[9]).toMatchObject({ solved: false, weak: false });
  expect(told?.[10]).toMatchObject({ azimuthDegrees: 100, solved: true });
});

test.each([
  ['few_cameras', { solvedFrames: walk().solvedFrames.slice(0, 20) }],
  ['blurry', { frames: { ...frames, blur: 0.55 } }],
  ['blurry', { frames: { ...frames, weak: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } }],
  [
    'sides_missing',
    { directions: walk().directions.map((at) => ({ ...at, azimuthDegrees: at.azimuthDegrees / 2 })) },
  ],
  ['parts_missing', { statistics: { reprojectionError: 0.6, confirmedShare: 0.85, uncovered: 0.08 } }],
  ['weak_texture', { statistics: { reprojectionError: 0.6, confirmedShare: 0.4 } }],
  ['dark', { frames: { ...frames, brightness: 25 } }],
  ['shaky_cameras', { statistics: { reprojectionError: 1.6, confirmedShare: 0.85 } }],
] satisfies [string, Partial<VerdictInput>][])(
  '%s is said when it is so, and nothing else',
  (reason, change) => {
    expect(qualityOf(change)?.reasons).toEqual([reason]);
  },
);

test('the estimate falls with every lack, and several make a poor model', () => {
  const best = qualityOf({})?.estimate ?? 0;
  const plain = { statistics: { reprojectionError: 0.6, confirmedShare: 0.4 } };
  const half = walk().directions.map((at) => ({ ...at, azimuthDegrees: at.azimuthDegrees / 2 }));
  const torn = { statistics: { reprojectionError: 0.6, confirmedShare: 0.85, uncovered: 0.12 } };
  expect(qualityOf(torn)?.grade).toBe('poor');
  for (const change of [
    plain,
    torn,
    { directions: half },
    { solvedFrames: walk().solvedFrames.slice(0, 20) },
  ])
    expect(qualityOf(change)?.estimate).toBeLessThan(best - 0.05);
  expect(qualityOf({ ...plain, directions: half })?.grade).toBe('poor');
});
