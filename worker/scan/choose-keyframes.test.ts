import { expect, test } from 'vitest';
import { chooseKeyframes as choose, type FrameMeasure } from './choose-keyframes';

const frame = (overrides: Partial<FrameMeasure> = {}): FrameMeasure => ({
  sharpness: 1000,
  blur: 0.3,
  motion: 0.01,
  brightness: 100,
  white: 240,
  ...overrides,
});

const chooseKeyframes = (frames: readonly FrameMeasure[], count: number) =>
  choose(frames, count).map((keyframe) => keyframe.index);

const walk = (count: number, change: (index: number) => Partial<FrameMeasure> = () => ({})) =>
  Array.from({ length: count }, (_, index) => frame(change(index)));

const gaps = (indices: number[]) => indices.slice(1).map((index, at) => index - (indices[at] ?? 0));

test('an even walk gives evenly spread frames, as many as asked for', () => {
  const chosen = chooseKeyframes(walk(324), 54);
  expect(chosen).toHaveLength(54);
  expect(Math.max(...gaps(chosen))).toBeLessThanOrEqual(12);
});

test('the sharpest frame of a window is taken', () => {
  const sharp = new Set([3, 9, 15, 21]);
  const chosen = chooseKeyframes(
    walk(24, (index) => ({ sharpness: sharp.has(index) ? 1100 : 1000 })),
    4,
  );
  expect(chosen).toEqual([3, 9, 15, 21]);
});

test('a jerk is passed over where the window has a sharp frame', () => {
  const blurred = (index: number) => index >= 100 && index < 104;
  const chosen = choose(
    walk(240, (index) => ({ sharpness: blurred(index) ? 300 : 1000 })),
    40,
  );
  expect(chosen.filter(({ index }) => blurred(index))).toEqual([]);
  expect(chosen.some(({ weak }) => weak)).toBe(false);
});

test('a blurred stretch still gives the best frame of each direction, and says that it is weak', () => {
  const blurred = (index: number) => index >= 100 && index < 130;
  const chosen = choose(
    walk(240, (index) => ({ sharpness: blurred(index) ? 300 + (index % 6) : 1000 })),
    40,
  );
  const weak = chosen.filter(({ index }) => blurred(index));
  expect(weak.length).toBeGreaterThanOrEqual(4);
  expect(chosen.filter((keyframe) => keyframe.weak)).toEqual(weak);
});

test('a fast stretch gets more frames than its time, a slow one still gets some', () => {
  const chosen = chooseKeyframes(
    walk(300, (index) => ({ motion: index >= 200 ? 0.04 : 0.002 })),
    60,
  );
  const fast = chosen.filter((index) => index >= 200).length;
  expect(fast).toBeGreaterThan(30);
  expect(chosen.length - fast).toBeGreaterThan(15);
});

test('fewer frames than asked for are all taken, and none twice', () => {
  expect(chooseKeyframes(walk(10), 54)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('no frames, no keyframes; a still camera is cut by time alone', () => {
  expect(chooseKeyframes([], 54)).toEqual([]);
  expect(
    chooseKeyframes(
      walk(100, () => ({ motion: 0 })),
      10,
    ),
  ).toHaveLength(10);
});
