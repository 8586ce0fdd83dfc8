import { readUnwrappedMesh, writeUnwrappedMesh } from './ply';
import { readPnm, writePnm } from './pnm';
import { buildPreview } from './preview-mesh';

const [meshPath, texturePath, previewMeshPath, previewTexturePath, triangles, textureSide] =
  process.argv.slice(2);
if (!meshPath || !texturePath || !previewMeshPath || !previewTexturePath || !triangles || !textureSide)
  throw new Error('usage: MESH TEXTURE PREVIEW_MESH PREVIEW_TEXTURE TRIANGLES TEXTURE_SIDE');

const full = { mesh: await readUnwrappedMesh(meshPath), texture: await readPnm(texturePath) };
const preview = await buildPreview(full, Number(triangles), Number(textureSide));
await writeUnwrappedMesh(previewMeshPath, preview.mesh);
await writePnm(previewTexturePath, preview.texture);
