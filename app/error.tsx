'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** What went wrong stands in the server's log, under the digest that Next gave it. */
export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('page');
  const again = (
    <Button look="primary" onClick={() => retry()}>
      {t('retry')}
    </Button>
  );
  return (
    <EmptyState alone action={again}>
      {t('failed')}
    </EmptyState>
  );
}
