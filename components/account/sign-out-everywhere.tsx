'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { useAction } from '@/components/use-action';

/** Ends every session of one's own, this one too. `end` leaves the page when it succeeds. */
export function SignOutEverywhere({ end }: { end(): Promise<Outcome<void>> }) {
  const t = useTranslations('me');
  const ending = useAction(end);
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-ink-soft text-sm">{t('everywhereNote')}</p>
      <Button onClick={ending.run} aria-disabled={ending.busy}>
        {ending.busy ? t('endingEverywhere') : t('signOutEverywhere')}
      </Button>
      {ending.failure}
    </div>
  );
}
