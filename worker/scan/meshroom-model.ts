import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { pointOfInterest } from '@/worker/scan/camera-path';
import { cropMesh } from '@/worker/scan/crop-mesh';
import type { Vector3 } from '@/worker/scan/engine';
import { readTexturedObj, type TexturedObj } from '@/worker/scan/obj';
import { writeUnwrappedMesh } from '@/worker/scan/ply';
import { type RawImage, writePnm } from '@/worker/scan/pnm';
import type { SolvedView } from '@/worker/scan/sparse-model';
import { length, subtract } from '@/worker/scan/vector';

export const objName = 'texturedMesh.obj';

/** The item fills about this much of the way from where the cameras look to where they stand. */
const itemShareOfDistance = 0.6;

/**
 * Turns what Meshroom's Publish left into the files that every engine ends with: unwrapped.ply, texture.ppm, seen.pgm.
 * @param views where the cameras stood; the item is what they look at
 */
export async function convertModel(
  output: string,
  views: readonly Pick<SolvedView, 'centre' | 'forward'>[],
  directory: string,
  textureSide: number,
): Promise<{ triangles: number }> {
  const mesh = await readTexturedObj(join(output, objName));
  const texture = await mergeTextures(mesh, output, textureSide);
  const centre = pointOfInterest(views);
  const cropped = cropMesh(mesh, centre, itemShareOfDistance * medianDistance(views, centre));
  await writeUnwrappedMesh(join(directory, 'unwrapped.ply'), cropped);
  await writePnm(join(directory, 'texture.ppm'), texture);
  // Meshroom does not say which texels it has made up.
  const seen = Buffer.alloc(texture.width * texture.height, 255);
  await writePnm(join(directory, 'seen.pgm'), { ...texture, channels: 1, data: seen });
  return { triangles: cropped.indices.length / 3 };
}

function medianDistance(views: readonly Pick<SolvedView, 'centre'>[], centre: Vector3): number {
  const distances = views.map((view) => length(subtract(view.centre, centre))).sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}

/** One texture for all materials: several lie beside each other in a square, and the mesh's coordinates follow. */
async function mergeTextures(mesh: TexturedObj, output: string, side: number): Promise<RawImage> {
  const materials = [...new Set(mesh.materials)].sort();
  const files = await texturesOf(output);
  const columns = Math.ceil(Math.sqrt(materials.length));
  const tile = Math.floor(side / columns);
  const tiles = await Promise.all(
    materials.map(async (material, index) => {
      const file = files.get(material);
      if (!file) throw new Error(`the material ${material} has no texture`);
      const input = await sharp(join(output, file))
        .removeAlpha()
        .resize(tile, tile, { fit: 'fill' })
        .png()
        .toBuffer();
      return { input, left: tile * (index % columns), top: tile * Math.floor(index / columns) };
    }),
  );
  moveCoordinates(mesh, materials, columns);
  const width = tile * columns;
  const canvas = sharp({ create: { width, height: width, channels: 3, background: '#808080' } });
  const data = await canvas.composite(tiles).removeAlpha().raw().toBuffer();
  return { width, height: width, channels: 3, data };
}

/** A vertex belongs to one material: readTexturedObj makes one for each. */
function moveCoordinates(mesh: TexturedObj, materials: readonly string[], columns: number): void {
  const tileOf = new Map<number, number>();
  for (const [corner, vertex] of mesh.indices.entries())
    tileOf.set(vertex, materials.indexOf(mesh.materials[Math.floor(corner / 3)] ?? ''));
  for (const [vertex, tile] of tileOf) {
    mesh.uvs[2 * vertex] = ((tile % columns) + (mesh.uvs[2 * vertex] ?? 0)) / columns;
    mesh.uvs[2 * vertex + 1] = (Math.floor(tile / columns) + (mesh.uvs[2 * vertex + 1] ?? 0)) / columns;
  }
}

/** The picture of each material, by the MTL file beside the OBJ. Its names are Meshroom's, and stay in that folder. */
async function texturesOf(output: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let material = '';
  for (const line of (await readFile(join(output, 'texturedMesh.mtl'), 'utf8')).split(/\r?\n/)) {
    const [kind, value = ''] = line.trim().split(/\s+/);
    if (kind === 'newmtl') material = value;
    if (kind === 'map_Kd' && /^[\w.-]+$/.test(value)) files.set(material, value);
  }
  return files;
}
