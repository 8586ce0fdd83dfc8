import { ScanError, type Vector3 } from '@/worker/scan/engine';
import type { UnwrappedMesh } from '@/worker/scan/ply';
import { length, subtract } from '@/worker/scan/vector';

/**
 * Keeps what lies in the ball and, of that, the largest connected part: Meshroom reconstructs the whole room, and the
 * item is what the cameras went round.
 * @throws when nothing lies in it
 */
export function cropMesh(mesh: UnwrappedMesh, centre: Vector3, radius: number): UnwrappedMesh {
  const inside = (vertex: number) =>
    length(
      subtract(
        [
          mesh.positions[3 * vertex] ?? 0,
          mesh.positions[3 * vertex + 1] ?? 0,
          mesh.positions[3 * vertex + 2] ?? 0,
        ],
        centre,
      ),
    ) <= radius;
  const corners = (triangle: number) => [...mesh.indices.subarray(3 * triangle, 3 * triangle + 3)];
  const all = Array.from({ length: mesh.indices.length / 3 }, (_, triangle) => triangle);
  const near = all.filter((triangle) => corners(triangle).every(inside));
  const kept = largestPart(mesh, near, corners);
  if (kept.length === 0)
    throw new ScanError('nothing_recognised', 'no part of the mesh lies where the cameras looked');
  return compact(mesh, kept.flatMap(corners));
}

/** Triangles that hang together through places in space: the texture's seams part vertices, not the surface. */
function largestPart(
  mesh: UnwrappedMesh,
  triangles: readonly number[],
  corners: (triangle: number) => number[],
): number[] {
  const parent = new Map<number, number>();
  const root = (place: number): number => {
    let top = place;
    for (let up = parent.get(top); up !== undefined && up !== top; up = parent.get(top)) top = up;
    for (let at = place; at !== top; ) {
      const next = parent.get(at) ?? top;
      parent.set(at, top);
      at = next;
    }
    return top;
  };
  const place = (vertex: number) => mesh.sources[vertex] ?? -1;
  for (const triangle of triangles) {
    const [a, b, c] = corners(triangle).map(place) as [number, number, number];
    for (const other of [b, c]) parent.set(root(other), root(a));
  }
  const parts = new Map<number, number[]>();
  for (const triangle of triangles) {
    const top = root(place(corners(triangle)[0] ?? 0));
    const part = parts.get(top);
    if (part) part.push(triangle);
    else parts.set(top, [triangle]);
  }
  return [...parts.values()].reduce((best, part) => (part.length > best.length ? part : best), []);
}

function compact(mesh: UnwrappedMesh, indices: readonly number[]): UnwrappedMesh {
  const used = [...new Set(indices)];
  const renumbered = new Map(used.map((vertex, index) => [vertex, index]));
  return {
    positions: Float32Array.from(
      used.flatMap((vertex) => [...mesh.positions.subarray(3 * vertex, 3 * vertex + 3)]),
    ),
    uvs: Float32Array.from(used.flatMap((vertex) => [...mesh.uvs.subarray(2 * vertex, 2 * vertex + 2)])),
    sources: Int32Array.from(used, (vertex) => mesh.sources[vertex] ?? -1),
    indices: Uint32Array.from(indices, (vertex) => renumbered.get(vertex) ?? 0),
  };
}
