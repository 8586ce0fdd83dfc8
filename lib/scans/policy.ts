import { type ScanStage, type ScanVerdict, scanStages } from './schema';

/** A poor model is its seller's to judge before anyone else sees it. One that nobody has judged is shown, as ever. */
export function statusOfModel(verdict: ScanVerdict): 'done' | 'held' {
  return verdict.quality?.grade === 'poor' ? 'held' : 'done';
}

export type StageSeconds = Partial<Record<ScanStage, number>>;

/** The median of each stage; null where nothing was measured. */
export function typicalSeconds(scans: readonly StageSeconds[]): StageSeconds | null {
  if (scans.length === 0) return null;
  const typical: StageSeconds = {};
  for (const stage of scanStages) {
    const times = scans.flatMap((scan) => scan[stage] ?? []).sort((a, b) => a - b);
    typical[stage] = times[Math.floor(times.length / 2)] ?? 0;
  }
  return typical;
}

/** What is left of a scan that is in `stage`, `fraction` of it done; a stage that nobody knows counts as the start. */
export function secondsLeft(typical: StageSeconds, stage: string | null, fraction: number): number {
  const at = (scanStages as readonly (string | null)[]).indexOf(stage);
  const left = scanStages.map((name, index) => {
    const share = index < at ? 0 : index === at ? 1 - fraction : 1;
    return share * (typical[name] ?? 0);
  });
  return Math.round(left.reduce((sum, seconds) => sum + seconds, 0));
}

interface QueuedScan {
  scanId: string;
  lane: string;
  /** Handed to the workers: its turn has come. */
  relayed: boolean;
}

/**
 * How many scans are made before this one, itself left out: sellers take turns, so that a seller's third one waits for
 * the first, second and third one of everybody whose turn comes earlier.
 * @param scans unfinished ones, oldest first
 */
export function scansAhead(scans: readonly QueuedScan[], scanId: string): number {
  const turns = new Map<string, number>();
  const order = scans.map(({ scanId: id, lane, relayed }, index) => {
    const turn = (turns.get(lane) ?? 0) + 1;
    turns.set(lane, turn);
    return { id, rank: [relayed ? 0 : 1, relayed ? 0 : turn, index] as const };
  });
  const before = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((value, place) => value !== b[place]);
    return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
  };
  const own = order.find(({ id }) => id === scanId);
  return own ? order.filter(({ id, rank }) => id !== scanId && before(rank, own.rank)).length : 0;
}

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

/** An azimuth into 0 (front) to below 360. */
export const wrapDegrees = (degrees: number): number => ((degrees % 360) + 360) % 360;
