import { runScript } from '@/worker/scan/script';

const program = new URL('unwrap-program.ts', import.meta.url);

/** Lays the surface of mesh.ply flat on a texture of `textureSide` pixels and writes unwrapped.ply. */
export async function unwrap(
  meshPath: string,
  unwrappedPath: string,
  textureSide: number,
  signal: AbortSignal,
): Promise<void> {
  await runScript(program, [meshPath, unwrappedPath, textureSide], signal);
}
