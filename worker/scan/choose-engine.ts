import { builtinEngine } from '@/worker/scan/builtin-engine';
import type { ChosenFrames, ScanEngine, ScanRequest } from '@/worker/scan/engine';
import { meshroomEngine, meshroomIsUsable } from '@/worker/scan/meshroom-engine';

/**
 * `auto` takes Meshroom where it is installed and has a GPU, but for an item that turned before a still camera: Meshroom
 * solves the cameras by the room, which stood still.
 */
export function chooseEngine(
  name: NonNullable<ScanRequest['engine']>,
  { turned }: Pick<ChosenFrames, 'turned'>,
  isUsable = meshroomIsUsable,
): ScanEngine {
  const meshroom = name === 'meshroom' || (name === 'auto' && !turned && isUsable());
  return meshroom ? meshroomEngine : builtinEngine;
}
