/** How long a whole scan usually takes, for as long as nothing better is known. */
export const usualMinutes = { from: 3, to: 10 } as const;

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
