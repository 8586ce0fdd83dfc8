'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';

/** Ends every session of one's own, this one too. `end` does it; `leave` leaves the page. */
export function SignOutEverywhere({ end, leave }: { end(): Promise<Outcome<void>>; leave(): void }) {
  const t = useTranslations('me');
  const failureText = useFailureText();
  const [ending, setEnding] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const signOut = async () => {
    if (ending) return;
    setEnding(true);
    const outcome = await settle(end());
    if (outcome.ok) return leave();
    setFailure(outcome.error);
    setEnding(false);
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-ink-soft text-sm">{t('everywhereNote')}</p>
      <Button onClick={signOut} aria-disabled={ending}>
        {ending ? t('endingEverywhere') : t('signOutEverywhere')}
      </Button>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}
