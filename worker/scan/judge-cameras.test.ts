import { expect, test } from 'vitest';
import type { ScanFailureReason } from '@/lib/scans/schema';
import { ScanError, type Vector3 } from './engine';
import { judgeFeatures, judgeModel, judgePairs, judgeTurning } from './judge-cameras';
import { standardProfile } from './profile';
import type { SparseModel } from './sparse-model';
import { normalise, scale } from './vector';

function reasonOf(judge: () => unknown): ScanFailureReason | 'none' {
  try {
    judge();
    return 'none';
  } catch (error) {
    if (error instanceof ScanError) return error.reason;
    throw error;
  }
}

/** Cameras on an arc at a distance of 2, and one point that all of them see. */
function arc(cameras: number, degrees: number): SparseModel {
  const views = Array.from({ length: cameras }, (_, id) => {
    const azimuth = (id / (cameras - 1)) * degrees * (Math.PI / 180);
    const centre: Vector3 = [2 * Math.sin(azimuth), 0.5, 2 * Math.cos(azimuth)];
    return { id, name: `${id}`, centre, forward: normalise(scale(centre, -1)), up: [0, 1, 0] as Vector3 };
  });
  const seen = views.map((view) => view.id);
  const point = { position: [0, 0, 0] as Vector3, colour: [0, 0, 0] as Vector3, error: 0.5, views: seen };
  return { views, points: [point] };
}

const walked = { verified: 500, flat: 400, rotationStretch: 1.8 };
const video = (count: number) => ({ count, source: 'video' as const });

test.each([
  ['a good film', 2000, 0.3, 'none'],
  ['a soft film with many features', 1500, 0.65, 'none'],
  ['a smeared film', 380, 0.7, 'too_blurry'],
  ['a grey item before a grey wall', 13, 0.4, 'too_plain_or_shiny'],
])('%s (%i features, blur %f): %s', (_case, features, blur, reason) => {
  expect(reasonOf(() => judgeFeatures(features, blur, standardProfile))).toBe(reason);
});

test.each([
  ['a walk', walked, 'none'],
  ['a walk round a flat table', { verified: 500, flat: 500, rotationStretch: 1.7 }, 'none'],
  ['a turn on the spot', { verified: 485, flat: 485, rotationStretch: 1.005 }, 'no_parallax'],
  ['frames that hardly belong together', { verified: 20, flat: 3, rotationStretch: 1.7 }, 'too_few_views'],
])('pairs of %s', (_case, pairs, reason) => {
  expect(reasonOf(() => judgePairs(pairs, 54))).toBe(reason);
});

test.each([
  ['all solved, all round', arc(54, 340), video(54), 'none'],
  ['half of them lost', arc(25, 340), video(54), 'too_few_views'],
  ['all solved, one side only', arc(54, 40), video(54), 'too_few_views'],
  ['all solved, hardly moved', arc(54, 3), video(54), 'no_parallax'],
  ['nothing solved', { views: [], points: [] }, video(54), 'too_few_views'],
  ['a small set of photographs', arc(12, 200), { count: 12, source: 'photos' as const }, 'none'],
  ['as few frames of a video', arc(12, 200), video(12), 'too_few_views'],
])('cameras: %s', (_case, model, frames, reason) => {
  expect(reasonOf(() => judgeModel(model, frames, walked))).toBe(reason);
});

test('cameras on a circle are those of a turning item, others are not', () => {
  const turning = arc(30, 340);
  expect(reasonOf(() => judgeTurning(turning))).toBe('none');
  const views = turning.views.map((view, id) => ({
    ...view,
    centre: [view.centre[0], view.centre[1] + 0.5 * Math.sin(id), view.centre[2]] as Vector3,
  }));
  expect(reasonOf(() => judgeTurning({ ...turning, views }))).toBe('item_turned');
});

test('nothing solved and everything flat is a turn on the spot', () => {
  const pairs = { verified: 400, flat: 395, rotationStretch: 1.2 };
  expect(reasonOf(() => judgeModel({ views: [], points: [] }, video(54), pairs))).toBe('no_parallax');
});
