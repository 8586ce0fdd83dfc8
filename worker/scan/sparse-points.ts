import { writeFile } from 'node:fs/promises';
import { pointOfInterest } from '@/worker/scan/camera-path';
import { median } from '@/worker/scan/choose-keyframes';
import { meanUp } from '@/worker/scan/judge-cameras';
import type { SparseModel } from '@/worker/scan/sparse-model';
import { cross, dot, length, normalise, scale, subtract } from '@/worker/scan/vector';

const maxPoints = 20_000;
/** In units of the cameras' median distance: the item lies well within 1, the far room is noise. */
const maxDistance = 2.5;

/**
 * Writes the solved points for the seller's page: points.bin of worker/photogrammetry/README.md. +Y is up, the item is
 * near the origin, the cameras stood at a distance of about 1, the first of them towards +Z.
 */
export async function writeSparsePoints(model: SparseModel, path: string): Promise<void> {
  const target = pointOfInterest(model.views);
  const up = meanUp(model.views);
  const rays = model.views.map((view) => subtract(view.centre, target));
  const first = rays[0];
  if (!first) throw new Error('a model without views has no points to show');
  const towardsFirst = normalise(subtract(first, scale(up, dot(first, up))));
  const right = cross(up, towardsFirst);
  const unit = median(rays.map(length));
  const shown = model.points
    .filter((point) => point.views.length >= 3 && point.error < 2)
    .map((point) => ({ offset: scale(subtract(point.position, target), 1 / unit), colour: point.colour }))
    .filter((point) => length(point.offset) < maxDistance);
  const step = Math.max(1, shown.length / maxPoints);
  const kept = shown.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const bytes = Buffer.alloc(8 + 15 * kept.length);
  bytes.write('BMP1', 0, 'latin1');
  bytes.writeUInt32LE(kept.length, 4);
  for (const [index, { offset, colour }] of kept.entries()) {
    const position = [dot(offset, right), dot(offset, up), dot(offset, towardsFirst)];
    for (const [axis, value] of position.entries()) bytes.writeFloatLE(value, 8 + 12 * index + 4 * axis);
    for (const [channel, value] of colour.entries())
      bytes.writeUInt8(value, 8 + 12 * kept.length + 3 * index + channel);
  }
  await writeFile(path, bytes);
}
