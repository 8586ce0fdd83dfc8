'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import type { ListingDto } from '@/lib/listings/schema';

/** What a seller can do with a listing. Deleting asks nothing, since it can be undone in their own list. */
export function OwnerBar({
  listing,
  remove,
}: {
  listing: ListingDto;
  /** Leaves the page when it succeeds. */
  remove(): Promise<Outcome<void>>;
}) {
  const t = useTranslations('listing');
  const failureText = useFailureText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [removing, startRemoving] = useTransition();
  const onRemove = () => {
    if (removing) return;
    startRemoving(async () => {
      const outcome = await settle(remove());
      setFailure(outcome.ok ? null : outcome.error);
    });
  };
  const draft = listing.status === 'draft';
  return (
    <div className="flex flex-col gap-3">
      {draft && <Notice kind="info">{t('draftNote')}</Notice>}
      <div className="flex gap-2">
        <ButtonLink href={`/sell/${listing.id}`}>
          <Icon of={Pencil} />
          {t(draft ? 'continueDraft' : 'edit')}
        </ButtonLink>
        <Button onClick={onRemove} aria-disabled={removing}>
          <Icon of={Trash2} />
          {t(removing ? 'deleting' : 'delete')}
        </Button>
      </div>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}
