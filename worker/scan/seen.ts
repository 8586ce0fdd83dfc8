import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';

type Surface = Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>;

/** Whether a photograph saw the place (u, v) of the texture, from seen.pgm of worker/photogrammetry/README.md. */
export function wasSeen(seen: RawImage, u: number, v: number): boolean {
  const column = Math.min(seen.width - 1, Math.max(0, Math.floor(u * seen.width)));
  const row = Math.min(seen.height - 1, Math.max(0, Math.floor(v * seen.height)));
  return (seen.data[row * seen.width + column] ?? 0) > 127;
}

/** For each vertex 255 where it was seen, 0 where its colour was guessed from its surroundings. */
export function seenVertices({ uvs }: Pick<Surface, 'uvs'>, seen: RawImage): Uint8Array {
  return Uint8Array.from({ length: uvs.length / 2 }, (_, vertex) =>
    wasSeen(seen, uvs[2 * vertex] ?? 0, uvs[2 * vertex + 1] ?? 0) ? 255 : 0,
  );
}

/** Share of the surface's area that no photograph saw, judged at the middle of each triangle. */
export function unseenShare(mesh: Surface, seen: RawImage): number {
  let [all, unseen] = [0, 0];
  for (let i = 0; i + 2 < mesh.indices.length; i += 3) {
    const corners = [mesh.indices[i] ?? 0, mesh.indices[i + 1] ?? 0, mesh.indices[i + 2] ?? 0] as const;
    const area = areaOf(mesh.positions, corners);
    const middle = (axis: 0 | 1) =>
      corners.reduce((sum, vertex) => sum + (mesh.uvs[2 * vertex + axis] ?? 0), 0) / 3;
    all += area;
    if (!wasSeen(seen, middle(0), middle(1))) unseen += area;
  }
  return all > 0 ? unseen / all : 0;
}

function areaOf(positions: Float32Array, [a, b, c]: readonly [number, number, number]): number {
  const edge = (from: number, to: number, axis: number) =>
    (positions[3 * to + axis] ?? 0) - (positions[3 * from + axis] ?? 0);
  const [px, py, pz] = [edge(a, b, 0), edge(a, b, 1), edge(a, b, 2)];
  const [qx, qy, qz] = [edge(a, c, 0), edge(a, c, 1), edge(a, c, 2)];
  return Math.hypot(py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx) / 2;
}
