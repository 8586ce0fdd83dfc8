import type { ScanFailureReason, ScanProgress, ScanVerdict } from '@/lib/scans/schema';
import type { ScanProfile } from '@/worker/scan/profile';

export interface ScanRequest {
  /** A video file or a folder of photos. Untrusted. */
  input: string;
  /** Further videos of the same item, which join the first. Untrusted. */
  clips?: readonly string[];
  /**
   * Every stage writes here, in a folder of its own name that appears only when complete. A later call with the same
   * folder and input goes on from what is there.
   */
  workDirectory: string;
  signal: AbortSignal;
  onProgress(progress: ScanProgress): void;
  /** Default: `auto`. */
  engine?: EngineName | 'auto';
  /** Default: the standard profile. */
  profile?: ScanProfile;
}

export type EngineName = 'builtin' | 'meshroom';

/** The frames that every engine starts from: upright, at most `profile.frameSide` pixels on the longer side. */
export interface ChosenFrames {
  /** Holds `images/NNNN.ppm`, in the order in which they were filmed. */
  directory: string;
  count: number;
  /** Photos are unordered and may have come from several cameras; frames of a video are neither. */
  source: 'video' | 'photos';
  /** Median over the frames, 0 sharp to 1 blurred: see worker/photogrammetry/keyframes. */
  blur: number;
  /** Mean grey level of the median frame, 0 to 255. */
  brightness: number;
  /** Positions, from 0, of frames that were taken although they are not sharp. */
  weak: number[];
  sameSize: boolean;
  /** When each frame of a video was filmed, in seconds from its start. */
  seconds?: number[];
  /** How many frames each film brought, where clips joined the first: each film has a camera of its own. */
  films?: number[];
  /** The item turned before a still camera: the frames are cut to where it goes. See worker/scan/turntable.ts. */
  turned?: FrameCrop;
}

/** File name of the frame at this place, counted from 1. */
export const frameName = (number: number) => `${String(number).padStart(4, '0')}.ppm`;

/** The inverse, whatever the extension. */
export const frameNumber = (name: string) => Number.parseInt(name, 10);

/** Where a frame lies in the picture that the camera took, in pixels. */
export interface FrameCrop {
  left: number;
  top: number;
  fullWidth: number;
  fullHeight: number;
}

export interface EngineJob {
  frames: ChosenFrames;
  workDirectory: string;
  profile: ScanProfile;
  signal: AbortSignal;
  onProgress(progress: ScanProgress): void;
  /** Marks of the stages before this engine: part of the key of its own first stage. */
  inputKey: string;
  /** Where clips have joined: the first video's frames, which are the first of `frames`, and their inputKey. */
  first?: { frames: ChosenFrames; inputKey: string };
  stageSeconds: Record<string, number>;
}

export interface EngineResult {
  /** unwrapped.ply of worker/photogrammetry/README.md, before orientation and packaging. */
  meshPath: string;
  /** 8-bit RGB, PPM. */
  texturePath: string;
  /** seen.pgm of worker/photogrammetry/README.md: what of the texture a photograph saw. */
  seenPath: string;
  /** Pixels of the frames along a texel's side where they are densest; below 1 the texture is finer than any frame. */
  pixelsPerTexel: number;
  /** Unit vector away from the floor, in the mesh's coordinates. */
  up: Vector3;
  /** Where the solved cameras stood, in the mesh's coordinates and in the order of the frames. */
  cameraCentres: Vector3[];
  /** For each of them the position of its frame, from 0. */
  solvedFrames: number[];
  statistics: EngineStatistics;
  /** The last stage's key: whoever uses this result depends on it. */
  key: string;
}

/** How well the stages went: what the estimate of a model's quality is made of. */
export interface EngineStatistics {
  /** Mean over the sparse points, in pixels of the frames. */
  reprojectionError: number;
  /** Share of the item's depths that two more views confirm, 0 to 1. */
  confirmedShare: number;
  /** Share of what the item's masks show that the surface leaves out, 0 to 1; unknown to an engine without masks. */
  uncovered?: number;
}

export type Vector3 = readonly [number, number, number];

/** From frames to a textured mesh. `builtin` needs no GPU, `meshroom` one with CUDA. */
export interface ScanEngine {
  readonly name: EngineName;
  reconstruct(job: EngineJob): Promise<EngineResult>;
}

/** What a scan leaves in its work directory. */
export interface ScanOutput {
  modelPath: string;
  /** The first level of detail: under 80 KB, in the model's frame of reference and with its colours. */
  previewPath: string;
  /** For iOS Quick Look. */
  usdzPath: string;
  posterWebpPath: string;
  posterPngPath: string;
  /** Eight pictures round the item, 45 degrees apart, the first from the poster's side. */
  turnPaths: string[];
  /** Thumbnails of the chosen frames, in the order of filming. */
  framePaths: string[];
  /** JSON of everything below. */
  resultPath: string;
  verdict: ScanVerdict;
  triangles: number;
  bytes: number;
  previewBytes: number;
  usdzBytes: number;
  /** Share of the surface that no photograph saw, 0 to 1. */
  unseenShare: number;
  /** From where the poster looks, in degrees: azimuth 0 is the model's front (+Z), 90 its +X. */
  bestView: { azimuth: number; elevation: number };
  /** Wall seconds by stage; a stage that was found done keeps the time of its own run. */
  stageSeconds: Record<string, number>;
}

/** The only error that leaves a scan on purpose. `detail` is for the log, never for a person. */
export class ScanError extends Error {
  constructor(
    readonly reason: ScanFailureReason,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}: ${detail}`, options);
    this.name = 'ScanError';
  }
}
