import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';
import {
  paintItem,
  seeFrom,
  traceItem,
  type View,
  type Window,
  windowAround,
  windowAroundAll,
} from '@/worker/scan/render-item';
import { shrinkTexture } from '@/worker/scan/shrink-texture';

type Surface = Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>;

const posterSide = 1024;
const turnSide = 320;
/** All eight together: a list shows many cards. */
const turnBytes = 150_000;
const turnQualities = [78, 66, 54, 42, 30, 20];

/** Writes `poster.webp` and `poster.png`, 1024 pixels square, transparent round the item. */
export async function writePoster(
  mesh: Surface,
  texture: RawImage,
  view: View,
  directory: string,
): Promise<void> {
  const plane = seeFrom(mesh.positions, view);
  const poster = draw(mesh, texture, plane, windowAround(plane), posterSide);
  await poster.clone().webp({ quality: 84 }).toFile(join(directory, 'poster.webp'));
  await poster.clone().png({ compressionLevel: 9 }).toFile(join(directory, 'poster.png'));
}

/** Writes `turn-0.webp` to `turn-7.webp`, one of each view. */
export async function writeTurn(
  mesh: Surface,
  texture: RawImage,
  views: readonly View[],
  directory: string,
): Promise<void> {
  const planes = views.map((view) => seeFrom(mesh.positions, view));
  const window = windowAroundAll(planes);
  // A quarter of the texture's side still has more texels than such a picture has pixels.
  const small = await shrinkTexture(texture, 4 * turnSide);
  const pictures: Buffer[] = [];
  for (const plane of planes)
    pictures.push(await draw(mesh, small, plane, window, turnSide).png({ compressionLevel: 1 }).toBuffer());
  for (const [index, file] of (await encodeTogether(pictures)).entries())
    await writeFile(join(directory, turnName(index)), file);
}

export const turnName = (index: number) => `turn-${index}.webp`;

/** The best quality at which all of them together are small enough. */
async function encodeTogether(pictures: readonly Buffer[]): Promise<Buffer[]> {
  let files: Buffer[] = [];
  for (const quality of turnQualities) {
    files = await Promise.all(
      pictures.map((picture) => sharp(picture).webp({ quality, alphaQuality: 80, effort: 5 }).toBuffer()),
    );
    if (files.reduce((sum, file) => sum + file.length, 0) <= turnBytes) break;
  }
  return files;
}

/** Drawn at twice the size and shrunk, for smooth edges. */
function draw(mesh: Surface, texture: RawImage, plane: Float32Array, window: Window, side: number) {
  const { data, side: drawn } = paintItem(traceItem(mesh, plane, window, 2 * side), texture);
  return sharp(data, { raw: { width: drawn, height: drawn, channels: 4 } }).resize(side);
}
