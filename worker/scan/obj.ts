import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { UnwrappedMesh } from '@/worker/scan/ply';

export interface TexturedObj extends UnwrappedMesh {
  /** For each triangle the name of its material. */
  materials: string[];
}

/**
 * Reads a textured OBJ of triangles as Meshroom writes it: v, vt, `f v/vt v/vt v/vt`, `usemtl`. A vertex is made for each
 * pair of position and texture coordinate that occurs.
 * @throws when it holds no triangle, or one without texture coordinates
 */
export async function readTexturedObj(path: string): Promise<TexturedObj> {
  const [places, coordinates]: [number[], number[]] = [[], []];
  const [positions, uvs, sources, indices]: [number[], number[], number[], number[]] = [[], [], [], []];
  const materials: string[] = [];
  const known = new Map<string, number>();
  let material = '';

  const vertex = (corner: string): number => {
    const pair = `${material} ${corner}`;
    const found = known.get(pair);
    if (found !== undefined) return found;
    const [place = 0, coordinate = 0] = corner.split('/').map(Number);
    if (!(place > 0 && coordinate > 0)) throw new Error(`${path}: a corner without texture: ${corner}`);
    positions.push(...places.slice(3 * (place - 1), 3 * place));
    const [u = 0, v = 0] = coordinates.slice(2 * (coordinate - 1), 2 * coordinate);
    // OBJ counts v from the bottom row.
    uvs.push(u, 1 - v);
    sources.push(place - 1);
    known.set(pair, sources.length - 1);
    return sources.length - 1;
  };

  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const [kind, ...values] = line.trim().split(/\s+/);
    if (kind === 'v') places.push(...values.slice(0, 3).map(Number));
    else if (kind === 'vt') coordinates.push(...values.slice(0, 2).map(Number));
    else if (kind === 'usemtl') material = values[0] ?? '';
    else if (kind === 'f') {
      if (values.length !== 3) throw new Error(`${path}: a face with ${values.length} corners`);
      indices.push(...values.map(vertex));
      materials.push(material);
    }
  }
  if (materials.length === 0) throw new Error(`${path} holds no triangle`);
  return {
    positions: new Float32Array(positions),
    uvs: new Float32Array(uvs),
    sources: new Int32Array(sources),
    indices: new Uint32Array(indices),
    materials,
  };
}
