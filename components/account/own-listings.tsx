'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { ListingCard } from '@/components/listings/listing-card';
import { listingGrid } from '@/components/listings/listing-grid';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { ListingCardDto } from '@/lib/listings/schema';

interface Actions {
  restore(id: string): Promise<Outcome<void>>;
  /** Called when a listing has come back, to show the list anew. */
  onRestored(): void;
}

function RestoreButton({ id, restore, onRestored }: Actions & { id: string }) {
  const t = useTranslations('me');
  const failureText = useFailureText();
  const [restoring, startRestoring] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const undo = () =>
    startRestoring(async () => {
      const outcome = await settle(restore(id));
      setFailure(outcome.ok ? null : outcome.error);
      if (outcome.ok) onRestored();
    });
  return (
    <div className="mt-2 flex flex-col gap-2">
      <p className="text-ink-soft text-sm">{t('deletedNote')}</p>
      <Button onClick={undo} aria-disabled={restoring}>
        {restoring ? t('restoring') : t('restore')}
      </Button>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}

function hrefOf(listing: ListingCardDto): string | null {
  if (listing.status === 'deleted') return null;
  return listing.status === 'draft' ? `/sell/${listing.id}` : `/listings/${listing.id}`;
}

/** Everything of one's own: for sale, half written, and what was deleted and can still come back. */
export function OwnListings({ listings, ...actions }: Actions & { listings: readonly ListingCardDto[] }) {
  const t = useTranslations('me');
  if (listings.length === 0) {
    const sell = (
      <ButtonLink href="/sell" prefetch={false} look="primary">
        {t('sell')}
      </ButtonLink>
    );
    return <EmptyState action={sell}>{t('empty')}</EmptyState>;
  }
  return (
    <ul className={listingGrid} data-testid="own-listings">
      {listings.map((listing) => (
        <ListingCard key={listing.id} listing={listing} href={hrefOf(listing)} showStatus>
          {listing.status === 'deleted' && <RestoreButton id={listing.id} {...actions} />}
        </ListingCard>
      ))}
    </ul>
  );
}
