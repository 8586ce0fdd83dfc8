import { type ScanStage, scanStages } from '@/lib/scans/schema';

/**
 * Share of the whole time that each stage takes: `npm run bench -- scan` on two idle cores with a video of 18 s. Rough
 * on purpose: it is shown as a bar and as a range of minutes. They add up to 1.
 */
const shareOf: Record<ScanStage, number> = {
  inspect: 0.01,
  frames: 0.03,
  cameras: 0.37,
  depth: 0.3,
  surface: 0.07,
  texture: 0.2,
  package: 0.01,
  publish: 0.01,
};

/** How long a whole scan usually takes, for as long as nothing better is known. */
export const usualMinutes = { from: 3, to: 10 } as const;

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

/** How much a usual scan counts beside the pace of this one: as much as a quarter of the way. */
const priorWeight = 0.25;
const usualMs = ((usualMinutes.from + usualMinutes.to) / 2) * 60_000;

export type Remaining = { kind: 'usual' } | { kind: 'soon' } | { kind: 'range'; from: number; to: number };

/**
 * What is left, in whole minutes, as a range: the pace so far, steadied by what is usual, since stages differ and the
 * machine may be busy. `usual` while there is too little to judge by; `soon` under a minute.
 */
export function remainingMinutes(overall: number, elapsedMs: number): Remaining {
  if (overall < 0.06 || elapsedMs < 15_000) return { kind: 'usual' };
  const totalMs = (elapsedMs + priorWeight * usualMs) / (overall + priorWeight);
  return minutesRange((totalMs * (1 - overall)) / 60_000);
}

/** As a person would say it: the machine may be busy, and items differ. */
export function minutesRange(leftMinutes: number): Remaining {
  if (leftMinutes < 0.7) return { kind: 'soon' };
  const from = Math.max(1, Math.floor(leftMinutes * 0.8));
  return { kind: 'range', from, to: Math.max(from + 1, Math.ceil(leftMinutes * 1.4)) };
}
