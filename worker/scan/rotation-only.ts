export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** Focal lengths that cameras of phones have, in units of the picture's longer side: ultra-wide to 3x zoom. */
const shortestFocal = 0.4;
const longestFocal = 3;
const focalStep = 1.05;
/** Pairs of neighbouring frames hardly differ, whatever the camera did: the more distant quarter tells. */
const quantile = 0.75;

/**
 * How far the homographies between frames are from those of a camera that only turned on the spot: 1 means exactly so.
 *
 * Between such frames H = K R K⁻¹ (R. Hartley, "Self-calibration from multiple views with a rotating camera", ECCV
 * 1994), so K⁻¹ H K stretches no direction more than another. Returns the ratio of its largest to its smallest singular
 * value (upper quartile over the pairs) for the focal length that makes it smallest. A camera that turned on the spot
 * measured 1.005; walks round items on a flat table, whose homographies are those of the table, 1.7 and 2.0.
 * Homographies are row by row, in pixels; Infinity when there are none.
 */
export function rotationStretch(homographies: readonly Matrix3[], width: number, height: number): number {
  if (homographies.length === 0) return Infinity;
  const side = Math.max(width, height);
  let best = Infinity;
  for (let focal = shortestFocal; focal <= longestFocal; focal *= focalStep) {
    const stretches = homographies
      .map((homography) => stretch(homography, focal * side, width / 2, height / 2))
      .sort((a, b) => a - b);
    best = Math.min(best, stretches[Math.floor(quantile * (stretches.length - 1))] ?? Infinity);
  }
  return best;
}

function stretch(homography: Matrix3, f: number, cx: number, cy: number): number {
  const camera: Matrix3 = [f, 0, cx, 0, f, cy, 0, 0, 1];
  const inverse: Matrix3 = [1 / f, 0, -cx / f, 0, 1 / f, -cy / f, 0, 0, 1];
  const m = multiply(multiply(inverse, homography), camera);
  const transposed: Matrix3 = [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
  const { largest, smallest } = symmetricEigenvalues(multiply(transposed, m));
  return smallest > 0 ? Math.sqrt(largest / smallest) : Infinity;
}

function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const at = (i: 0 | 3 | 6, j: 0 | 1 | 2) => {
    const [x, y, z] = [a[i], a[(i + 1) as 1 | 4 | 7], a[(i + 2) as 2 | 5 | 8]];
    return x * b[j] + y * b[(j + 3) as 3 | 4 | 5] + z * b[(j + 6) as 6 | 7 | 8];
  };
  return [at(0, 0), at(0, 1), at(0, 2), at(3, 0), at(3, 1), at(3, 2), at(6, 0), at(6, 1), at(6, 2)];
}

/** By the trigonometric solution of the characteristic cubic: O. K. Smith, Communications of the ACM 4(4), 1961. */
function symmetricEigenvalues(a: Matrix3): { largest: number; smallest: number } {
  const mean = (a[0] + a[4] + a[8]) / 3;
  const offDiagonal = a[1] ** 2 + a[2] ** 2 + a[5] ** 2;
  const spread = (a[0] - mean) ** 2 + (a[4] - mean) ** 2 + (a[8] - mean) ** 2 + 2 * offDiagonal;
  const p = Math.sqrt(spread / 6);
  if (p === 0) return { largest: mean, smallest: mean };
  const [b00, b11, b22] = [(a[0] - mean) / p, (a[4] - mean) / p, (a[8] - mean) / p];
  const [b01, b02, b12] = [a[1] / p, a[2] / p, a[5] / p];
  const determinant =
    b00 * (b11 * b22 - b12 * b12) - b01 * (b01 * b22 - b12 * b02) + b02 * (b01 * b12 - b11 * b02);
  const angle = Math.acos(Math.min(1, Math.max(-1, determinant / 2))) / 3;
  return {
    largest: mean + 2 * p * Math.cos(angle),
    smallest: mean + 2 * p * Math.cos(angle + (2 * Math.PI) / 3),
  };
}
