import { wrapDegrees } from '@/lib/scans/policy';
import { coverage, type Gap } from '@/worker/scan/camera-path';
import type { View } from '@/worker/scan/render-item';

export const turnCount = 8;

/** A third of the round: what was not filmed there is a hole or a guess, and would be most of two pictures. */
const maxUnfilmedDegrees = 120;

/**
 * The views of the turning card, which are shown one after the other and then again from the first, the poster's. Round the
 * item, each 45 degrees further to its right; or, where a large part of the round was not filmed, to and fro before the rest.
 * @param azimuths of the cameras, in degrees
 */
export function turnViews(poster: View, azimuths: readonly number[]): View[] {
  const [unfilmed] = coverage(azimuths).gaps.toSorted((a, b) => width(b) - width(a));
  const azimuthOf =
    unfilmed && width(unfilmed) > maxUnfilmedDegrees
      ? swing(poster.azimuth, unfilmed)
      : (share: number) => poster.azimuth + 360 * share;
  return Array.from({ length: turnCount }, (_, index) => ({
    ...poster,
    azimuth: azimuthOf(index / turnCount),
  }));
}

const width = ({ fromDegrees, toDegrees }: Gap) => wrapDegrees(toDegrees - fromDegrees) || 360;

/** Azimuth for a share of the time that it takes to go to both ends of what was filmed and back to where it began. */
function swing(first: number, unfilmed: Gap): (share: number) => number {
  const reach = (360 - width(unfilmed)) / 2;
  const middle = unfilmed.toDegrees + reach;
  const aside = wrapDegrees(first - middle + 180) - 180;
  const begin = reach > 0 ? Math.asin(Math.min(1, Math.max(-1, aside / reach))) : 0;
  return (share) => middle + reach * Math.sin(begin + 2 * Math.PI * share);
}
