'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { useAction } from '@/components/use-action';
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
  const removing = useAction(remove);
  const draft = listing.status === 'draft';
  return (
    <div className="flex flex-col gap-3">
      {draft && <Notice kind="info">{t('draftNote')}</Notice>}
      <div className="flex gap-2">
        <ButtonLink href={`/sell/${listing.id}`}>
          <Icon of={Pencil} />
          {t(draft ? 'continueDraft' : 'edit')}
        </ButtonLink>
        <Button onClick={removing.run} aria-disabled={removing.busy}>
          <Icon of={Trash2} />
          {t(removing.busy ? 'deleting' : 'delete')}
        </Button>
      </div>
      {removing.failure}
    </div>
  );
}
