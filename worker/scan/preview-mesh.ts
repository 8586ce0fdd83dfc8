import { Vector3 } from 'three';
import { AtlasTriangle } from './atlas-triangle';
import { NearestColour } from './nearest-colour';
import type { TriangleMesh, UnwrappedMesh } from './ply';
import type { RawImage } from './pnm';
import { simplifyMesh } from './simplify-mesh';
import { unwrapMesh } from './unwrap-mesh';

export interface Level {
  mesh: UnwrappedMesh;
  texture: RawImage;
}

/** Texels between charts. */
const padding = 2;

/**
 * The same item with few triangles and a small texture of its own. The charts of the full mesh are too many to simplify
 * across, so the surface is closed again, simplified, unwrapped anew, and coloured from the nearest place of the full one.
 */
export async function buildPreview(full: Level, triangles: number, textureSide: number): Promise<Level> {
  const mesh = await unwrapMesh(await simplifyMesh(closeSeams(full.mesh), triangles), textureSide, padding);
  return { mesh, texture: transferColours(full, mesh, textureSide) };
}

/** The mesh as it was before it was split at the edges of its charts. */
function closeSeams({ positions, indices, sources }: UnwrappedMesh): TriangleMesh {
  const closed = new Float32Array(3 * (1 + sources.reduce((most, source) => Math.max(most, source), 0)));
  for (const [vertex, source] of sources.entries())
    closed.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * source);
  return { positions: closed, indices: indices.map((vertex) => sources[vertex] ?? 0) };
}

/** Within a texel, against the full texture's finer grain. */
const samples = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

function transferColours(full: Level, mesh: UnwrappedMesh, side: number): RawImage {
  const nearest = new NearestColour(full.mesh, full.texture);
  const data = Buffer.alloc(3 * side * side);
  const painted = new Uint8Array(side * side);
  const [point, colour, sum] = [new Vector3(), new Uint8Array(3), new Float32Array(3)];
  for (let first = 0; first + 2 < mesh.indices.length; first += 3) {
    const triangle = new AtlasTriangle(mesh, first, side);
    for (const { column, row, inside } of triangle.texels()) {
      const texel = row * side + column;
      if (painted[texel] && !inside) continue;
      painted[texel] = 1;
      sum.fill(0);
      for (const [dx, dy] of samples) {
        nearest.write(triangle.pointAt(column + dx, row + dy, point), colour);
        for (const [channel, value] of colour.entries()) sum[channel] = (sum[channel] ?? 0) + value;
      }
      data.set(
        sum.map((value) => Math.round(value / samples.length)),
        3 * texel,
      );
    }
  }
  fillGaps(data, painted, side);
  return { width: side, height: side, channels: 3, data };
}

/** Gives texels between charts the colour of the nearest painted one, so that a lossy codec rings at no chart's edge. */
function fillGaps(data: Buffer, painted: Uint8Array, side: number): void {
  let front = Array.from(painted.keys()).filter((texel) => painted[texel]);
  while (front.length > 0) {
    const next: number[] = [];
    for (const texel of front)
      for (const neighbour of neighbours(texel, side)) {
        if (painted[neighbour]) continue;
        painted[neighbour] = 1;
        data.copyWithin(3 * neighbour, 3 * texel, 3 * texel + 3);
        next.push(neighbour);
      }
    front = next;
  }
}

function neighbours(texel: number, side: number): number[] {
  const column = texel % side;
  return [
    ...(column > 0 ? [texel - 1] : []),
    ...(column < side - 1 ? [texel + 1] : []),
    ...(texel >= side ? [texel - side] : []),
    ...(texel < side * (side - 1) ? [texel + side] : []),
  ];
}
