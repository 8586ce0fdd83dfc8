import type { Pose } from './pose';

/** A pose as it stands in an address: azimuth, polar and distance, to a thousandth. */
export const writePoseParameter = ({ azimuth, polar, distance }: Pose): string =>
  [azimuth, polar, distance].map((value) => value.toFixed(3)).join('_');

/** Null for what is not a pose: addresses are written by anybody. */
export function readPoseParameter(text: string | undefined): Pose | null {
  const parts = text?.split('_') ?? [];
  if (parts.length !== 3 || parts.some((part) => !/^-?\d{1,5}(\.\d{1,6})?$/.test(part))) return null;
  const [azimuth = 0, polar = 0, distance = 0] = parts.map(Number);
  if (Math.abs(azimuth) > 10 || polar < 0 || polar > Math.PI || distance <= 0) return null;
  return { azimuth, polar, distance };
}
