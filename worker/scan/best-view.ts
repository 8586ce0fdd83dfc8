import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';
import {
  type Footprints,
  paintItem,
  seeFrom,
  traceItem,
  type View,
  windowAroundAll,
} from '@/worker/scan/render-item';
import { wasSeen } from '@/worker/scan/seen';

/** Enough to judge a view by; the choice does not change with more. */
const side = 128;
const stepDegrees = 15;
/** From eye level down to the slightly raised view in which goods are photographed. */
const elevations = [8, 20];
/** People film and look at the front first: of two views that show as much, the one nearer to it. */
const frontBonus = 0.1;

/**
 * The view that shows most: a large outline with much detail in it, little of which had to be guessed. `mesh` is placed;
 * any level of detail will do.
 */
export function chooseBestView(
  mesh: Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>,
  texture: RawImage,
  seen: RawImage,
): View {
  const views = elevations.flatMap((elevation) =>
    Array.from(
      { length: 360 / stepDegrees },
      (_, step): View => ({ azimuth: step * stepDegrees, elevation }),
    ),
  );
  const planes = views.map((view) => seeFrom(mesh.positions, view));
  const window = windowAroundAll(planes);
  const judged = views.map((view, index) => {
    const found = traceItem(mesh, planes[index] ?? new Float32Array(), window, side);
    return { view, ...measure(found, texture, seen) };
  });
  const most = (of: (one: (typeof judged)[number]) => number) => Math.max(1e-9, ...judged.map(of));
  const [largest, busiest] = [most((one) => one.area), most((one) => one.detail)];
  const score = (one: (typeof judged)[number]) =>
    (one.area / largest + one.detail / busiest) *
    one.seenShare ** 2 *
    (1 + frontBonus * Math.cos((one.view.azimuth * Math.PI) / 180));
  const best = judged.reduce((winner, one) => (score(one) > score(winner) ? one : winner));
  return best.view;
}

function measure(found: Footprints, texture: RawImage, seen: RawImage) {
  const { data } = paintItem(found, texture);
  const isItem = (pixel: number) => (data[4 * pixel + 3] ?? 0) > 0;
  const luma = (pixel: number) =>
    0.299 * (data[4 * pixel] ?? 0) + 0.587 * (data[4 * pixel + 1] ?? 0) + 0.114 * (data[4 * pixel + 2] ?? 0);
  let [area, detail, seenPixels] = [0, 0, 0];
  for (let pixel = 0; pixel < found.near.length; pixel++) {
    if (!isItem(pixel)) continue;
    area += 1;
    if (wasSeen(seen, found.u[pixel] ?? 0, found.v[pixel] ?? 0)) seenPixels += 1;
    // Edges within the item only: its outline depends on what stands behind it.
    for (const neighbour of [pixel + 1, pixel + side])
      if (isItem(neighbour)) detail += Math.abs(luma(neighbour) - luma(pixel));
  }
  return { area, detail, seenShare: area > 0 ? seenPixels / area : 0 };
}
