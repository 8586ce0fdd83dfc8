type Elapsed = { unit: 'now' } | { unit: 'date' } | { unit: 'minutes' | 'hours' | 'days'; count: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The largest whole unit that fits between `iso` and `nowMs`. A clock that runs ahead gives `now`. */
export function elapsedSince(iso: string, nowMs: number): Elapsed {
  const ms = nowMs - Date.parse(iso);
  if (ms < minuteMs) return { unit: 'now' };
  if (ms < hourMs) return { unit: 'minutes', count: Math.floor(ms / minuteMs) };
  if (ms < dayMs) return { unit: 'hours', count: Math.floor(ms / hourMs) };
  if (ms < 30 * dayMs) return { unit: 'days', count: Math.floor(ms / dayMs) };
  return { unit: 'date' };
}
