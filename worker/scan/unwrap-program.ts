import { readPlainMesh, writeUnwrappedMesh } from './ply';
import { unwrapMesh } from './unwrap-mesh';

/** Texels between charts: bilinear and one mip level do not bleed across. */
const padding = 3;

const [meshPath, unwrappedPath, textureSide] = process.argv.slice(2);
if (!meshPath || !unwrappedPath || !textureSide) throw new Error('usage: MESH UNWRAPPED TEXTURE_SIDE');

const mesh = await readPlainMesh(meshPath);
await writeUnwrappedMesh(unwrappedPath, await unwrapMesh(mesh, Number(textureSide), padding));
