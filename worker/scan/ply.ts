import { readFile, writeFile } from 'node:fs/promises';

/** Triangles, three indices each. The arrays of a vertex attribute hold all vertices one after the other. */
export interface TriangleMesh {
  positions: Float32Array;
  indices: Uint32Array;
}

export interface UnwrappedMesh extends TriangleMesh {
  /** u, v in 0 to 1, v down from the texture's top row. */
  uvs: Float32Array;
  /** For each vertex its index in the mesh before it was split at seams. */
  sources: Int32Array;
}

const vertexBytes = { plain: 12, unwrapped: 24 } as const;
const faceBytes = 13;

/** Reads mesh.ply of worker/photogrammetry/README.md (vertices of three floats, triangles). */
export async function readPlainMesh(path: string): Promise<TriangleMesh> {
  const { view, vertices, faces, start } = openPly(await readFile(path), path);
  const positions = new Float32Array(3 * vertices);
  for (let i = 0; i < positions.length; i++) positions[i] = view.getFloat32(start + 4 * i, true);
  return { positions, indices: readFaces(view, start + vertexBytes.plain * vertices, faces, path) };
}

/** Reads unwrapped.ply of worker/photogrammetry/README.md. */
export async function readUnwrappedMesh(path: string): Promise<UnwrappedMesh> {
  const { view, vertices, faces, start } = openPly(await readFile(path), path);
  const positions = new Float32Array(3 * vertices);
  const uvs = new Float32Array(2 * vertices);
  const sources = new Int32Array(vertices);
  for (let vertex = 0; vertex < vertices; vertex++) {
    const at = start + vertexBytes.unwrapped * vertex;
    for (let axis = 0; axis < 3; axis++) positions[3 * vertex + axis] = view.getFloat32(at + 4 * axis, true);
    for (let axis = 0; axis < 2; axis++) uvs[2 * vertex + axis] = view.getFloat32(at + 12 + 4 * axis, true);
    sources[vertex] = view.getInt32(at + 20, true);
  }
  const indices = readFaces(view, start + vertexBytes.unwrapped * vertices, faces, path);
  return { positions, uvs, sources, indices };
}

export async function writeUnwrappedMesh(path: string, mesh: UnwrappedMesh): Promise<void> {
  const vertices = mesh.sources.length;
  const faces = mesh.indices.length / 3;
  const properties = ['float x', 'float y', 'float z', 'float u', 'float v', 'int source'];
  const header = Buffer.from(plyHeader(vertices, faces, properties), 'latin1');
  const file = Buffer.alloc(header.length + vertexBytes.unwrapped * vertices + faceBytes * faces);
  header.copy(file);
  let at = header.length;
  for (let vertex = 0; vertex < vertices; vertex++) {
    for (let axis = 0; axis < 3; axis++) at = file.writeFloatLE(mesh.positions[3 * vertex + axis] ?? 0, at);
    for (let axis = 0; axis < 2; axis++) at = file.writeFloatLE(mesh.uvs[2 * vertex + axis] ?? 0, at);
    at = file.writeInt32LE(mesh.sources[vertex] ?? 0, at);
  }
  for (let corner = 0; corner < mesh.indices.length; corner++) {
    if (corner % 3 === 0) at = file.writeUInt8(3, at);
    at = file.writeInt32LE(mesh.indices[corner] ?? 0, at);
  }
  await writeFile(path, file);
}

function plyHeader(vertices: number, faces: number, properties: readonly string[]): string {
  const lines = [
    'ply',
    'format binary_little_endian 1.0',
    `element vertex ${vertices}`,
    ...properties.map((property) => `property ${property}`),
    `element face ${faces}`,
    'property list uchar int vertex_indices',
    'end_header',
  ];
  return `${lines.join('\n')}\n`;
}

function openPly(file: Buffer, path: string) {
  const end = file.indexOf('end_header\n');
  const header = file.toString('latin1', 0, Math.max(0, end));
  const count = (element: string) =>
    Number(new RegExp(`element ${element} (\\d+)`).exec(header)?.[1] ?? Number.NaN);
  const [vertices, faces] = [count('vertex'), count('face')];
  const binary = header.startsWith('ply\nformat binary_little_endian');
  if (!binary || Number.isNaN(vertices) || Number.isNaN(faces))
    throw new Error(`${path} is no binary PLY mesh`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return { view, vertices, faces, start: end + 'end_header\n'.length };
}

function readFaces(view: DataView, start: number, faces: number, path: string): Uint32Array {
  if (view.byteLength < start + faceBytes * faces) throw new Error(`${path} is cut off`);
  const indices = new Uint32Array(3 * faces);
  for (let face = 0; face < faces; face++)
    for (let corner = 0; corner < 3; corner++)
      indices[3 * face + corner] = view.getInt32(start + faceBytes * face + 1 + 4 * corner, true);
  return indices;
}
