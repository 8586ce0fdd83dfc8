import type { EngineResult } from '@/worker/scan/engine';
import { applyPlacement, placeItem } from '@/worker/scan/orient';
import { readPlainMesh } from '@/worker/scan/ply';
import { writeShapeGlb } from '@/worker/scan/write-glb';

/**
 * The bare shape of an item whose colours are still being made, as GLB: upright, its longest side 1, the first camera's
 * side towards +Z. Shown to its seller until the model is done.
 * @param meshPath mesh.ply of worker/photogrammetry/README.md
 */
export async function makeRoughModel(
  meshPath: string,
  engine: Pick<EngineResult, 'up' | 'cameraCentres'>,
): Promise<Uint8Array> {
  const mesh = await readPlainMesh(meshPath);
  return writeShapeGlb({
    ...mesh,
    positions: applyPlacement(mesh.positions, placeItem(mesh.positions, engine)),
  });
}
