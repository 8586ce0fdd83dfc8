/**
 * Where the camera stands, seen from the middle of the item. Angles in radians: azimuth 0 is in front (+Z) and grows
 * towards the item's right side (+X); polar 0 is straight above. Distance in the model's units: its
 * longest side is 1.
 */
export interface Pose {
  azimuth: number;
  polar: number;
  distance: number;
}

/** Half the height, and the reach from the vertical axis to the farthest corner, in the model's units. */
export interface Extent {
  halfHeight: number;
  reach: number;
}

export const sides = ['front', 'left', 'back', 'right'] as const;
export type Side = (typeof sides)[number];

const azimuthOf: Record<Side, number> = {
  front: 0,
  right: Math.PI / 2,
  back: Math.PI,
  left: -Math.PI / 2,
};

/** A little from above: how one looks at a thing on a table. */
const restingPolar = (78 * Math.PI) / 180;
/** Not quite to the poles, where "up" has no meaning, and not far below the table. */
export const polarLimits = { min: 0.15, max: (100 * Math.PI) / 180 } as const;
export const zoomLimits = { nearest: 0.35, farthest: 1.6 } as const;

const margin = 1.02;

/** The distance from which the item fits the picture from every side. `fov` is vertical, in radians. */
export function fittingDistance({ halfHeight, reach }: Extent, fov: number, aspect: number): number {
  const tanVertical = Math.tan(fov / 2);
  const across = reach / (tanVertical * aspect);
  const upright = halfHeight / tanVertical;
  return (Math.max(across, upright) + reach) * margin;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The pose for one side of the item. */
export function poseOfSide(side: Side, fitting: number): Pose {
  return { azimuth: azimuthOf[side], polar: restingPolar, distance: fitting };
}

/** The slightly turned pose in which a model first shows: two sides say more about a shape than one. */
export function firstPose(fitting: number): Pose {
  return { azimuth: Math.PI / 7, polar: restingPolar, distance: fitting };
}

/** Turned by angles in radians and brought nearer by `zoom` (above 1: nearer), within the limits. */
export function moved(
  pose: Pose,
  by: { azimuth?: number; polar?: number; zoom?: number },
  fitting: number,
): Pose {
  return {
    azimuth: pose.azimuth + (by.azimuth ?? 0),
    polar: clamp(pose.polar + (by.polar ?? 0), polarLimits.min, polarLimits.max),
    distance: clamp(
      pose.distance / (by.zoom ?? 1),
      fitting * zoomLimits.nearest,
      fitting * zoomLimits.farthest,
    ),
  };
}

/** Between two poses, the short way round. `t` is 0 to 1. */
export function between(from: Pose, to: Pose, t: number): Pose {
  const full = 2 * Math.PI;
  const turn = ((((to.azimuth - from.azimuth) % full) + full + Math.PI) % full) - Math.PI;
  return {
    azimuth: from.azimuth + turn * t,
    polar: from.polar + (to.polar - from.polar) * t,
    distance: from.distance + (to.distance - from.distance) * t,
  };
}
