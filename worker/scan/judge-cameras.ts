import {
  circleDeviation,
  describeWalk,
  directionsOf,
  medianParallaxDegrees,
  pointOfInterest,
} from '@/worker/scan/camera-path';
import type { PairFacts } from '@/worker/scan/colmap-database';
import { type ChosenFrames, frameNumber, ScanError, type Vector3 } from '@/worker/scan/engine';
import type { ScanProfile } from '@/worker/scan/profile';
import type { SolvedView, SparseModel } from '@/worker/scan/sparse-model';
import { add, normalise } from '@/worker/scan/vector';

/** A grey statue before a grey wall gave 13 features a frame of 3000 asked for; a smooth plastic radio gives 1500. */
const minFeaturesShare = 0.05;
/** Frames of a sharp walk measure 0.25 to 0.4; smeared over 17 pixels 0.55, over 40 pixels 0.7. */
const maxBlur = 0.6;
/** Blur takes features away; a soft-looking film that still has many is good enough. */
const blurredFeaturesShare = 0.25;
/** Of a person who only turns on the spot a homography explains every pair; of a walk round a table 70 to 85 %. */
const maxFlatShare = 0.9;
/** See rotationStretch for what was measured. */
const minRotationStretch = 1.05;
export const minSolvedShare = 0.6;
const minSolvedVideo = 15;
const minSolvedPhotos = 8;
/** A walk round an item gives 20 degrees and more, a pan with a trembling hand less than 3. */
const minParallaxDegrees = 5;
/** Less is one side of the item: no model, a relief. */
const minCoveredDegrees = 60;

/** Of a clip that joins: the rest shows something else, or the item from where nothing of it is known yet. */
const minJoinedShare = 0.5;

/**
 * Before a camera on a tripod the solved cameras stand on a circle: 0.7 % of its radius off it, measured. An item that a
 * hand turns, lifts and tilts is off by more than the hand's tremor, and its frames hold the hand.
 */
export const maxCircleDeviation = 0.05;

/** Throws ScanError when the frames show too little to follow. `features` is the median of a frame. */
export function judgeFeatures(features: number, blur: number, profile: ScanProfile): void {
  const share = features / profile.featuresPerFrame;
  const seen = `${features} features in the median frame, blur ${blur}`;
  if (share < blurredFeaturesShare && blur > maxBlur) throw new ScanError('too_blurry', seen);
  if (share < minFeaturesShare) throw new ScanError('too_plain_or_shiny', seen);
}

/** Throws ScanError when hardly any two frames belong together, or the camera stayed where it was. */
export function judgePairs(pairs: PairFacts, frames: number): void {
  if (pairs.verified < frames / 2)
    throw new ScanError('too_few_views', `${pairs.verified} verified pairs of ${frames} frames`);
  if (pairs.flat > maxFlatShare * pairs.verified && pairs.rotationStretch < minRotationStretch)
    throw new ScanError(
      'no_parallax',
      `${pairs.flat} of ${pairs.verified} pairs flat, stretch ${pairs.rotationStretch.toFixed(3)}`,
    );
}

/** Throws ScanError when the solved cameras do not go round anything. */
export function judgeModel(
  model: SparseModel,
  frames: Pick<ChosenFrames, 'count' | 'source'>,
  pairs: PairFacts,
): { parallaxDegrees: number } {
  const solved = model.views.length;
  const flatShare = pairs.flat / Math.max(1, pairs.verified);
  const parallaxDegrees = Math.round(medianParallaxDegrees(model) * 10) / 10;
  const seen = `${solved} of ${frames.count} cameras, ${pairs.flat} of ${pairs.verified} pairs flat, parallax ${parallaxDegrees}`;
  const fewest = frames.source === 'video' ? minSolvedVideo : minSolvedPhotos;
  const enough = solved >= fewest && solved >= minSolvedShare * frames.count;
  if (!enough) throw new ScanError(flatShare > maxFlatShare ? 'no_parallax' : 'too_few_views', seen);
  if (parallaxDegrees < minParallaxDegrees) throw new ScanError('no_parallax', seen);
  const centres = model.views.map((view) => view.centre);
  const walk = describeWalk(directionsOf(centres, pointOfInterest(model.views), meanUp(model.views)));
  if (walk.coveredDegrees < minCoveredDegrees)
    throw new ScanError('too_few_views', `${seen}, ${walk.coveredDegrees} degrees covered`);
  return { parallaxDegrees };
}

/** Throws ScanError when most frames behind the first `known` could not be told where they were taken. */
export function judgeJoining(model: SparseModel, known: number, count: number): void {
  const joined = model.views.filter((view) => frameNumber(view.name) > known).length;
  if (joined < minJoinedShare * (count - known))
    throw new ScanError(
      'too_few_views',
      `${joined} of ${count - known} frames of the clip join the first ones`,
    );
}

/** Throws ScanError unless the cameras are what an item that turned before a still camera gives. */
export function judgeTurning(model: SparseModel): void {
  const deviation = circleDeviation(model.views.map((view) => view.centre));
  if (deviation > maxCircleDeviation)
    throw new ScanError('item_turned', `the cameras are ${deviation.toFixed(3)} of the radius off a circle`);
}

/** People hold a camera upright on the average. */
export function meanUp(views: readonly Pick<SolvedView, 'up'>[]): Vector3 {
  return normalise(views.reduce<Vector3>((sum, view) => add(sum, view.up), [0, 0, 0]));
}
