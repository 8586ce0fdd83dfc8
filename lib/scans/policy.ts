import type { ScanVerdict } from './schema';

/** A poor model is its seller's to judge before anyone else sees it. One that nobody has judged is shown, as ever. */
export function statusOfModel(verdict: ScanVerdict): 'done' | 'held' {
  return verdict.quality?.grade === 'poor' ? 'held' : 'done';
}
