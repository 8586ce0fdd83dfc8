export interface FrameMeasure {
  /** Variance of the Laplacian; comparable within one video only. */
  sharpness: number;
  /** 0 sharp to 1 blurred; comparable between videos. */
  blur: number;
  /** Median displacement since the frame before, as a share of the longer side. */
  motion: number;
  /** Mean grey level, 0 to 255. */
  brightness: number;
  /** Grey level that a hundredth of the pixels exceeds. */
  white: number;
}

export interface Keyframe {
  index: number;
  /** Clearly less sharp than the frames round it: taken because its direction has none better. */
  weak: boolean;
}

/** Beyond this a motion says only "fast": the tracker's reach ends. */
const maxMotion = 0.1;
/** Frames to each side: two seconds of a video of the usual length, more than a hand's jerk lasts. */
const sharpnessRadius = 36;
const minRelativeSharpness = 0.6;
/** Share of a window's width that two chosen frames keep from each other. */
const minSpacing = 0.25;

/**
 * Chooses up to `count` frames that are sharp and evenly spread over the walk. In the order of the video.
 *
 * The axis that is cut into equal windows is half motion and half time: by motion alone a slow part (often the far side
 * of the item) gets no frames, by time alone a fast part gets too few. Within a window the sharpest frame wins, so that
 * every direction that was filmed has its best frame; `weak` says that it is not good.
 */
export function chooseKeyframes(frames: readonly FrameMeasure[], count: number): Keyframe[] {
  const axis = walkAxis(frames);
  const windows = Math.min(count, frames.length);
  const relative = relativeSharpness(frames);
  const chosen: number[] = [];
  const sharpness = (index: number | undefined) => frames[index ?? -1]?.sharpness ?? 0;
  for (let window = 0; window < windows; window++) {
    const inWindow = axis.flatMap((at, index) =>
      Math.min(windows - 1, Math.floor(at * windows)) === window ? [index] : [],
    );
    if (inWindow.length === 0) continue;
    const best = inWindow.reduce((a, b) => (sharpness(b) > sharpness(a) ? b : a));
    const last = chosen.at(-1);
    const tooClose = last !== undefined && (axis[best] ?? 0) - (axis[last] ?? 0) < minSpacing / windows;
    if (!tooClose) chosen.push(best);
    else if (sharpness(best) > sharpness(last)) chosen[chosen.length - 1] = best;
  }
  return chosen.map((index) => ({ index, weak: (relative[index] ?? 0) < minRelativeSharpness }));
}

/** Position of each frame on the walk, 0 to 1. */
function walkAxis(frames: readonly FrameMeasure[]): number[] {
  const travelled: number[] = [];
  let sum = 0;
  for (const frame of frames) {
    sum += Math.min(frame.motion, maxMotion);
    travelled.push(sum);
  }
  const last = Math.max(1, frames.length - 1);
  return travelled.map((distance, index) => {
    const time = index / last;
    return sum > 0 ? 0.5 * (distance / sum) + 0.5 * time : time;
  });
}

function relativeSharpness(frames: readonly FrameMeasure[]): number[] {
  return frames.map((frame, index) => {
    const around = frames.slice(Math.max(0, index - sharpnessRadius), index + sharpnessRadius + 1);
    return frame.sharpness / Math.max(1e-6, median(around.map((other) => other.sharpness)));
  });
}

/** The upper median; 0 of nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
