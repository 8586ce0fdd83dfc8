import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScanVerdict } from '@/lib/scans/schema';
import { chooseBestView } from '@/worker/scan/best-view';
import { directionsOf } from '@/worker/scan/camera-path';
import type { ChosenFrames, EngineResult } from '@/worker/scan/engine';
import { writeFrameThumbnails } from '@/worker/scan/frame-thumbnails';
import { turnName, writePoster, writeTurn } from '@/worker/scan/item-pictures';
import { applyPlacement, placeItem, placePoint } from '@/worker/scan/orient';
import { readUnwrappedMesh } from '@/worker/scan/ply';
import { readPnm } from '@/worker/scan/pnm';
import { makePreview } from '@/worker/scan/preview';
import type { View } from '@/worker/scan/render-item';
import { seenVertices, unseenShare } from '@/worker/scan/seen';
import { publishedSide, shrinkTexture } from '@/worker/scan/shrink-texture';
import { turnCount, turnViews } from '@/worker/scan/turn-views';
import { describeVerdict } from '@/worker/scan/verdict';
import { modelLimits, previewLimits, writeGlb } from '@/worker/scan/write-glb';
import { writeUsdz } from '@/worker/scan/write-usdz';

/** File names in the package folder. */
export const packageFiles = {
  model: 'model.glb',
  preview: 'preview.glb',
  usdz: 'model.usdz',
  posterWebp: 'poster.webp',
  posterPng: 'poster.png',
  turn: Array.from({ length: turnCount }, (_, index) => turnName(index)),
} as const;

export interface PackageFacts {
  verdict: ScanVerdict;
  triangles: number;
  bytes: number;
  previewBytes: number;
  usdzBytes: number;
  /** Share of the surface that no photograph saw, 0 to 1; `_SEEN` of the model's vertices says where. */
  unseenShare: number;
  /** From where the poster and the first turn picture look: azimuth 0 is the model's +Z, 90 its +X; degrees. */
  bestView: View;
  /** Thumbnails of the chosen frames, in the order of filming. */
  frames: string[];
}

interface PackageOptions {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Writes everything of a scan that is published: `packageFiles` and `frames/NNN.webp`. */
export async function packageModel(
  engine: EngineResult,
  frames: ChosenFrames,
  directory: string,
  { signal, onProgress }: PackageOptions,
): Promise<PackageFacts> {
  // A worker that stops hands its scan back between two steps: all of them take a dozen seconds.
  const reach = (fraction: number) => {
    signal.throwIfAborted();
    onProgress(fraction);
  };
  const write = (name: string, data: Uint8Array) => writeFile(join(directory, name), data);
  const frameFiles = await writeFrameThumbnails(frames.directory, directory);
  reach(0.1);
  const mesh = await readUnwrappedMesh(engine.meshPath);
  const [baked, seen] = [await readPnm(engine.texturePath), await readPnm(engine.seenPath)];
  const texture = await shrinkTexture(baked, publishedSide(baked.width, engine.pixelsPerTexel));
  const placement = placeItem(mesh.positions, engine);
  const placed = {
    ...mesh,
    positions: applyPlacement(mesh.positions, placement),
    seen: seenVertices(mesh, seen),
  };

  const { glb, triangles } = await writeGlb(placed, texture, modelLimits);
  await write(packageFiles.model, glb);
  reach(0.4);
  const small = await makePreview(engine, directory, signal);
  const smallPlaced = { ...small.mesh, positions: applyPlacement(small.mesh.positions, placement) };
  const preview = await writeGlb(smallPlaced, small.texture, previewLimits);
  await write(packageFiles.preview, preview.glb);
  reach(0.6);
  const usdz = await writeUsdz(placed, texture);
  await write(packageFiles.usdz, usdz);
  reach(0.7);

  const bestView = chooseBestView(placed, texture, seen);
  await writePoster(placed, texture, bestView, directory);
  reach(0.85);
  const centres = engine.cameraCentres.map((centre) => placePoint(centre, placement));
  const middle = middleHeight(placed.positions);
  const directions = directionsOf(centres, [0, middle, 0], [0, 1, 0]);
  const views = turnViews(
    bestView,
    directions.map(({ azimuthDegrees }) => azimuthDegrees),
  );
  await writeTurn(placed, texture, views, directory);
  reach(1);
  return {
    verdict: describeVerdict({
      frames,
      directions,
      solvedFrames: engine.solvedFrames,
      statistics: engine.statistics,
      thumbnails: frameFiles,
    }),
    triangles,
    bytes: glb.byteLength,
    previewBytes: preview.glb.byteLength,
    usdzBytes: usdz.byteLength,
    unseenShare: unseenShare(placed, seen),
    bestView,
    frames: frameFiles,
  };
}

/** Half of the placed item's height: what the walk went round. */
function middleHeight(positions: Float32Array): number {
  let highest = 0;
  for (let at = 1; at < positions.length; at += 3) highest = Math.max(highest, positions[at] ?? 0);
  return highest / 2;
}
