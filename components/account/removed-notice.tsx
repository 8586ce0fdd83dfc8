'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useAction } from '@/components/use-action';

/** What has just been deleted, and the way back. `restore` leaves this page when it succeeds. */
export function RemovedNotice({ restore }: { restore(): Promise<Outcome<void>> }) {
  const t = useTranslations('me');
  const restoring = useAction(restore);
  return (
    <div className="flex flex-col gap-2" data-testid="removed">
      <Notice
        kind="done"
        action={
          <Button onClick={restoring.run} aria-disabled={restoring.busy}>
            {restoring.busy ? t('restoring') : t('restore')}
          </Button>
        }
      >
        {t('removed')}
      </Notice>
      {restoring.failure}
    </div>
  );
}
