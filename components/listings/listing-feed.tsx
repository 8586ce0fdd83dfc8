'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { ListingPage } from '@/lib/listings/schema';
import { ListingCard } from './listing-card';
import { ListingGridSkeleton, listingGrid } from './listing-grid';

/** The pages so far, and the way to the next one. */
function usePages(first: ListingPage, more: (cursor: string) => Promise<Outcome<ListingPage>>) {
  const [later, setLater] = useState<ListingPage[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [loading, startLoading] = useTransition();
  const pages = [first, ...later];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const loadMore = () =>
    startLoading(async () => {
      if (cursor === null) return;
      const outcome = await settle(more(cursor));
      if (outcome.ok) setLater((before) => [...before, outcome.value]);
      setFailure(outcome.ok ? null : outcome.error);
    });
  // A listing that was published in between can push one to the next page that is here already.
  const items = [...new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item])).values()];
  return { items, failure, loading, loadMore: cursor === null ? null : loadMore };
}

/** Newest first, a page at a time. `first` comes with the HTML, so that the goods are there before any script. */
export function ListingFeed({
  first,
  more,
}: {
  first: ListingPage;
  more(cursor: string): Promise<Outcome<ListingPage>>;
}) {
  const t = useTranslations('home');
  const failureText = useFailureText();
  const { items, failure, loading, loadMore } = usePages(first, more);

  if (first.items.length === 0) {
    return (
      <EmptyState
        action={
          <ButtonLink href="/sell" prefetch={false} look="primary">
            {t('sell')}
          </ButtonLink>
        }
      >
        {t('empty')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={listingGrid} data-testid="listing-feed">
        {items.map((listing, index) => (
          <ListingCard key={listing.id} listing={listing} eager={index < 5} />
        ))}
      </ul>
      {loading && <ListingGridSkeleton count={5} />}
      {failure && (
        <div className="mt-4">
          <Notice kind="error">{failureText(failure)}</Notice>
        </div>
      )}
      {loadMore && !loading && (
        <div className="mt-8 flex justify-center">
          <Button onClick={loadMore}>{t('more')}</Button>
        </div>
      )}
    </>
  );
}
