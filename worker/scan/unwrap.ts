import { fileURLToPath } from 'node:url';
import { runChild } from '@/lib/platform/child-process';

const program = fileURLToPath(new URL('unwrap-program.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

/**
 * Lays the surface of mesh.ply flat on a texture of `textureSide` pixels and writes unwrapped.ply, in a process of its
 * own: the library computes for up to two minutes without a pause, and the worker's heartbeat must go on.
 */
export async function unwrap(
  meshPath: string,
  unwrappedPath: string,
  textureSide: number,
  signal: AbortSignal,
): Promise<void> {
  await runChild(process.execPath, ['--import', tsx, program, meshPath, unwrappedPath, String(textureSide)], {
    signal,
    timeoutMs: 10 * 60_000,
  });
}
