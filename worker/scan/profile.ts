/**
 * How much work a scan may do. `standard` is what sellers get; `quick` makes a coarse model of a small clip in about a
 * minute, for tests.
 */
export interface ScanProfile {
  name: 'standard' | 'quick';
  /** Frames that are reconstructed from. */
  keyframes: number;
  /** Longer side of those frames in pixels; textures are taken from them. */
  frameSide: number;
  featureSide: number;
  featuresPerFrame: number;
  /** Longer side of depth maps in pixels. */
  coarseDepthSide: number;
  depthSide: number;
  /** The same where nothing tells the item from its surroundings: depth is then sought in most of the picture. */
  depthSideWithoutMasks: number;
  triangles: number;
  textureSide: number;
}

export const standardProfile: ScanProfile = {
  name: 'standard',
  keyframes: 54,
  frameSide: 1920,
  featureSide: 1600,
  featuresPerFrame: 3000,
  coarseDepthSide: 480,
  depthSide: 1280,
  depthSideWithoutMasks: 720,
  triangles: 60_000,
  textureSide: 4096,
};

export const quickProfile: ScanProfile = {
  name: 'quick',
  keyframes: 36,
  frameSide: 640,
  featureSide: 640,
  featuresPerFrame: 1500,
  coarseDepthSide: 240,
  depthSide: 320,
  depthSideWithoutMasks: 240,
  triangles: 12_000,
  textureSide: 1024,
};

/** By the name that SCAN_PROFILE gives. */
export const profiles = { standard: standardProfile, quick: quickProfile } as const;
