'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';

/** What has just been deleted, and the way back. `restore` leaves this page when it succeeds. */
export function RemovedNotice({ restore }: { restore(): Promise<Outcome<void>> }) {
  const t = useTranslations('me');
  const failureText = useFailureText();
  const [restoring, startRestoring] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const undo = () => {
    if (restoring) return;
    startRestoring(async () => {
      const outcome = await settle(restore());
      setFailure(outcome.ok ? null : outcome.error);
    });
  };
  return (
    <div className="flex flex-col gap-2" data-testid="removed">
      <Notice
        kind="done"
        action={
          <Button onClick={undo} aria-disabled={restoring}>
            {restoring ? t('restoring') : t('restore')}
          </Button>
        }
      >
        {t('removed')}
      </Notice>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}
