'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { remainingMinutes, usualMinutes } from './remaining-time';

const tickMs = 5000;

/** What is left, as a range. Until the browser's clock is asked, what is usual. */
export function RemainingTime({ startedAt, overall }: { startedAt: string | null; overall: number }) {
  const t = useTranslations('scan');
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, tickMs);
    return () => clearInterval(timer);
  }, []);
  const elapsedMs = startedAt && nowMs !== null ? nowMs - Date.parse(startedAt) : 0;
  const left = remainingMinutes(overall, elapsedMs);
  if (left.kind === 'soon') return t('remainingSoon');
  if (left.kind === 'range') return t('remaining', { from: left.from, to: left.to });
  return t('remainingUnknown', usualMinutes);
}
