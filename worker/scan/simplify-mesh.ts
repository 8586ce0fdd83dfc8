import { MeshoptSimplifier } from 'meshoptimizer';
import type { TriangleMesh } from './ply';

/** A closed mesh with at most this many triangles, as near to the given one as the simplifier manages. */
export async function simplifyMesh(
  { positions, indices }: TriangleMesh,
  triangles: number,
): Promise<TriangleMesh> {
  await MeshoptSimplifier.ready;
  const target = Math.min(indices.length, 3 * triangles);
  const [kept] = MeshoptSimplifier.simplify(indices, positions, 3, target, 1);
  const [places, count] = MeshoptSimplifier.compactMesh(kept);
  const compact = new Float32Array(3 * count);
  for (const [vertex, place] of places.entries())
    if (place < count) compact.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * place);
  return { positions: compact, indices: kept };
}
