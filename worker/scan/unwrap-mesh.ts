import * as watlas from 'watlas';
import type { TriangleMesh, UnwrappedMesh } from './ply';

/** Lays a closed surface flat: charts on an atlas for a texture of `textureSide`, `padding` texels between them. */
export async function unwrapMesh(
  { positions, indices }: TriangleMesh,
  textureSide: number,
  padding: number,
): Promise<UnwrappedMesh> {
  await watlas.Initialize();
  const atlas = new watlas.Atlas();
  atlas.addMesh({
    vertexPositionData: positions,
    vertexCount: positions.length / 3,
    vertexPositionStride: 12,
    indexData: indices,
    indexCount: indices.length,
  });
  // A scan's surface is rough: charts may cost more than xatlas allows by default, or there are thousands of them.
  atlas.computeCharts({ maxIterations: 1, maxCost: 4, roundnessWeight: 0.01 });
  atlas.packCharts({
    resolution: textureSide,
    padding,
    bilinear: true,
    blockAlign: true,
    rotateCharts: true,
  });

  const mesh = atlas.getMesh(0);
  const unwrapped = {
    positions: new Float32Array(3 * mesh.vertexCount),
    uvs: new Float32Array(2 * mesh.vertexCount),
    sources: new Int32Array(mesh.vertexCount),
    indices: new Uint32Array(mesh.indexCount),
  };
  mesh.getIndexArray(unwrapped.indices);
  for (let vertex = 0; vertex < mesh.vertexCount; vertex++) {
    const { xref, uv } = mesh.getVertex(vertex);
    unwrapped.sources[vertex] = xref;
    unwrapped.positions.set(positions.subarray(3 * xref, 3 * xref + 3), 3 * vertex);
    unwrapped.uvs.set([uv[0] / atlas.width, uv[1] / atlas.height], 2 * vertex);
  }
  return unwrapped;
}
