import type { TriangleMesh } from '@/worker/scan/ply';

/** An ellipsoid with the half axes (1, 2, 3) round (5, 5, 5), `rows` × 2·`rows` quads. */
export function ellipsoid(rows: number): TriangleMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  const columns = 2 * rows;
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column < columns; column++) {
      const [polar, azimuth] = [(Math.PI * row) / rows, (2 * Math.PI * column) / columns];
      positions.push(5 + Math.sin(polar) * Math.cos(azimuth), 5 + 2 * Math.cos(polar));
      positions.push(5 - 3 * Math.sin(polar) * Math.sin(azimuth));
    }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [a, b] = [row * columns + column, row * columns + ((column + 1) % columns)];
      if (row > 0) indices.push(a, a + columns, b);
      if (row < rows - 1) indices.push(b, a + columns, b + columns);
    }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) };
}

/** Places on the texture for the rows and columns of an ellipsoid: u goes round, v from pole to pole. */
export function flatPlaces(mesh: TriangleMesh) {
  const sources = Int32Array.from({ length: mesh.positions.length / 3 }, (_, vertex) => vertex);
  const uvs = new Float32Array(2 * sources.length);
  const columns = 120;
  for (const vertex of sources)
    uvs.set([(vertex % columns) / columns, Math.floor(vertex / columns) / (columns / 2)], 2 * vertex);
  return { sources, uvs };
}
