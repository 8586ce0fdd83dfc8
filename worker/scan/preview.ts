import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineResult } from '@/worker/scan/engine';
import { readUnwrappedMesh } from '@/worker/scan/ply';
import { readPnm } from '@/worker/scan/pnm';
import { runScript } from '@/worker/scan/script';

const program = new URL('preview-program.ts', import.meta.url);

/** What fits into 80 KB beside a texture that still shows the item's colours as the full one does. */
const triangles = 4000;
const textureSide = 640;

/** The first level of detail, in the engine's coordinates. */
export async function makePreview(engine: EngineResult, scratch: string, signal: AbortSignal) {
  const [meshPath, texturePath] = [join(scratch, 'preview.ply'), join(scratch, 'preview.ppm')];
  try {
    const inputs = [engine.meshPath, engine.texturePath];
    await runScript(program, [...inputs, meshPath, texturePath, triangles, textureSide], signal);
    return { mesh: await readUnwrappedMesh(meshPath), texture: await readPnm(texturePath) };
  } finally {
    await Promise.all([meshPath, texturePath].map((path) => rm(path, { force: true })));
  }
}
