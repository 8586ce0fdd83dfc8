import type { ScanFailureReason, ScanProgress, ScanVerdict } from '@/lib/scans/schema';

export interface ScanRequest {
  /** A video file or a folder of photos. Untrusted. */
  input: string;
  /** Every stage writes here, in a folder of its own name; a later call with the same folder goes on from it. */
  workDirectory: string;
  signal: AbortSignal;
  onProgress(progress: ScanProgress): void;
}

export interface EngineResult {
  /** Wavefront-free plain mesh with texture, before orientation and packaging: see worker/photogrammetry/README.md. */
  meshPath: string;
  texturePath: string;
  verdict: ScanVerdict;
}

/** From photos or video to a textured mesh. `builtin` needs no GPU; `meshroom` is a later issue. */
export interface ScanEngine {
  readonly name: 'builtin' | 'meshroom';
  reconstruct(request: ScanRequest): Promise<EngineResult>;
}

/** The only error that leaves a scan on purpose. `detail` is for the log, never for a person. */
export class ScanError extends Error {
  constructor(
    readonly reason: ScanFailureReason,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}: ${detail}`, options);
    this.name = 'ScanError';
  }
}
