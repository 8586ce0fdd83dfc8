'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { minutesRange, remainingMinutes, usualMinutes } from './remaining-time';

const tickMs = 5000;

/** What is left, as a range. Until the browser's clock is asked, what is usual. */
export function RemainingTime({
  startedAt,
  overall,
  measuredSeconds,
}: {
  startedAt: string | null;
  overall: number;
  /** By what the latest scans took; null while none was measured. */
  measuredSeconds: number | null;
}) {
  const t = useTranslations('scan');
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, tickMs);
    return () => clearInterval(timer);
  }, []);
  const elapsedMs = startedAt && nowMs !== null ? nowMs - Date.parse(startedAt) : 0;
  const left =
    measuredSeconds === null ? remainingMinutes(overall, elapsedMs) : minutesRange(measuredSeconds / 60);
  if (left.kind === 'soon') return t('remainingSoon');
  if (left.kind === 'range') return t('remaining', { from: left.from, to: left.to });
  return t('remainingUnknown', usualMinutes);
}
