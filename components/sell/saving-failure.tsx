'use client';

import { useTranslations } from 'next-intl';
import type { Failure } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';

/** Why nothing could be saved, and what can be done about it. */
export function SavingFailure({
  failure,
  listingId,
  onAgain,
}: {
  failure: Failure;
  listingId: string;
  onAgain(): void;
}) {
  return (
    <Notice
      kind="error"
      action={
        <div className="flex flex-wrap gap-2">
          <WayOut code={failure.code} listingId={listingId} onAgain={onAgain} />
        </div>
      }
    >
      <Sentence failure={failure} />
    </Notice>
  );
}

function Sentence({ failure }: { failure: Failure }) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  switch (failure.code) {
    case 'offline':
      return t('savingOffline');
    // Faults of ours, or of something between us.
    case 'internal':
    case 'service.away':
      return t('savingFailed');
    default:
      return failureText(failure);
  }
}

function WayOut({ code, listingId, onAgain }: { code: string; listingId: string; onAgain(): void }) {
  const t = useTranslations('sell');
  // Deleted, and perhaps by its seller in another window: the way back stands among their own things.
  if (code === 'listing.not_found')
    return <ButtonLink href={`/me?removed=${listingId}`}>{t('ownListings')}</ButtonLink>;
  return (
    <>
      {code === 'auth.required' && (
        // In a window of its own: what is written here stays here.
        <ButtonLink href="/sign-in" target="_blank" look="primary">
          {t('signInAgain')}
        </ButtonLink>
      )}
      <Button onClick={onAgain}>{t('saveAgain')}</Button>
    </>
  );
}
