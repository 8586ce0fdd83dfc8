import { type ScanStage, scanStages } from '@/lib/scans/schema';

/**
 * Share of the whole time that each stage takes: the mean of the scenes of `npm run bench -- scan`, films of 18 to 20 s on
 * two idle cores. Rough on purpose: it is shown as a bar and as a range of minutes. They add up to 1.
 */
const shareOf: Record<ScanStage, number> = {
  inspect: 0.01,
  frames: 0.03,
  cameras: 0.25,
  depth: 0.45,
  surface: 0.1,
  texture: 0.11,
  package: 0.04,
  publish: 0.01,
};

const isStage = (stage: string | null): stage is ScanStage => scanStages.some((known) => known === stage);

/** Progress over all stages, 0 to 1. `fraction` is 0 to 1 within `stage`; a stage we do not know counts as none. */
export function overallFraction(stage: string | null, fraction: number): number {
  if (!isStage(stage)) return 0;
  const before = scanStages.slice(0, scanStages.indexOf(stage)).reduce((sum, name) => sum + shareOf[name], 0);
  return Math.min(1, before + shareOf[stage] * fraction);
}

/** Position of a stage among all, from 1; null for one we do not know. */
export function stagePosition(stage: string | null): { index: number; total: number } | null {
  return isStage(stage) ? { index: scanStages.indexOf(stage) + 1, total: scanStages.length } : null;
}
