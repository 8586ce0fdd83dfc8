import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ScanVerdict } from '@/lib/scans/schema';
import { describeWalk } from '@/worker/scan/camera-path';
import type { EngineResult } from '@/worker/scan/engine';
import { applyPlacement, placeItem, placePoint } from '@/worker/scan/orient';
import { readUnwrappedMesh } from '@/worker/scan/ply';
import { readPnm } from '@/worker/scan/pnm';
import { renderPoster } from '@/worker/scan/render-poster';
import { writeGlb } from '@/worker/scan/write-glb';

const posterSide = 1024;
/** Where the item's middle lies above the placed origin, in units of its longest side: what the walk went round. */
const middleHeight = 0.3;

export interface PackageFacts {
  verdict: ScanVerdict;
  triangles: number;
  bytes: number;
}

/** Writes `model.glb`, `poster.webp` and `poster.png` into the directory. */
export async function packageModel(
  engine: EngineResult,
  framesChosen: number,
  directory: string,
  onProgress: (fraction: number) => void,
): Promise<PackageFacts> {
  const mesh = await readUnwrappedMesh(engine.meshPath);
  const texture = await readPnm(engine.texturePath);
  const placement = placeItem(mesh.positions, engine);
  const placed = { ...mesh, positions: applyPlacement(mesh.positions, placement) };
  onProgress(0.1);
  const { glb, triangles } = await writeGlb(placed, texture);
  await writeFile(join(directory, 'model.glb'), glb);
  onProgress(0.7);
  const { data, side } = renderPoster(placed, texture, 2 * posterSide);
  const poster = sharp(data, { raw: { width: side, height: side, channels: 4 } }).resize(posterSide);
  await poster.clone().webp({ quality: 84 }).toFile(join(directory, 'poster.webp'));
  await poster.clone().png({ compressionLevel: 9 }).toFile(join(directory, 'poster.png'));
  onProgress(1);
  const centres = engine.cameraCentres.map((centre) => placePoint(centre, placement));
  const walk = describeWalk(centres, [0, middleHeight, 0], [0, 1, 0]);
  return {
    verdict: { framesChosen, camerasSolved: engine.cameraCentres.length, ...walk },
    triangles,
    bytes: glb.byteLength,
  };
}
