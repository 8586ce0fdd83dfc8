import { wrapDegrees } from '@/lib/scans/policy';

/** Eight words for where a camera stood, beginning in front and going round by the item's right. */
const directions = [
  'front',
  'frontRight',
  'right',
  'backRight',
  'back',
  'backLeft',
  'left',
  'frontLeft',
] as const;
export type Direction = (typeof directions)[number];

export function directionOf(azimuthDegrees: number): Direction {
  return directions[Math.round(wrapDegrees(azimuthDegrees) / 45) % directions.length] ?? 'front';
}

/** The directions that lie in an arc, in order; the one in its middle when it is too narrow to hold any. */
export function directionsWithin(arc: { fromDegrees: number; toDegrees: number }): Direction[] {
  const width = wrapDegrees(arc.toDegrees - arc.fromDegrees);
  const step = 360 / directions.length;
  const first = Math.ceil(arc.fromDegrees / step) * step;
  const within: Direction[] = [];
  for (let at = first; at <= arc.fromDegrees + width; at += step) within.push(directionOf(at));
  return within.length > 0 ? within : [directionOf(arc.fromDegrees + width / 2)];
}

export type Height = 'below' | 'level' | 'above' | 'high' | 'top';

/** How high a camera stood, in words; the bounds lie where a person would say another word. */
export function heightOf(elevationDegrees: number): Height {
  if (elevationDegrees < -10) return 'below';
  if (elevationDegrees < 10) return 'level';
  if (elevationDegrees < 35) return 'above';
  return elevationDegrees < 65 ? 'high' : 'top';
}
