'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { ListingPage } from '@/lib/listings/schema';
import { ListingCard } from './listing-card';
import { ListingGridSkeleton, listingGrid } from './listing-grid';

/**
 * The later pages, for whoever comes back from an item to the same first page: then the place is found again. Of this
 * window alone, and gone with it.
 */
let lastOpened: { after: string | null; later: readonly ListingPage[] } = { after: null, later: [] };

interface FeedPages {
  first: ListingPage;
  more(cursor: string): Promise<Outcome<ListingPage>>;
}

/** The pages so far, and the way to the next one. Another first page begins anew: the later ones may not follow it. */
function usePages({ first, more }: FeedPages) {
  const [opened, setOpened] = useState(lastOpened);
  const later = opened.after === first.nextCursor ? opened.later : [];
  const [failure, setFailure] = useState<Failure | null>(null);
  const [loading, startLoading] = useTransition();
  const pages = [first, ...later];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const loadMore = () =>
    startLoading(async () => {
      if (cursor === null) return;
      const outcome = await settle(more(cursor));
      if (outcome.ok) {
        lastOpened = { after: first.nextCursor, later: [...later, outcome.value] };
        setOpened(lastOpened);
      }
      setFailure(outcome.ok ? null : outcome.error);
    });
  // A listing that was published in between can push one to the next page that is here already.
  const items = [...new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item])).values()];
  return { items, failure, loading, loadMore: cursor === null ? null : loadMore };
}

/** The button that was pressed goes: the focus goes on to the first card that came in its place. */
function useFocusOnNew(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (before.current === null || count <= before.current) return;
    list.current?.children[before.current]?.querySelector('a')?.focus({ preventScroll: true });
    before.current = null;
  }, [count]);
  const onMore = () => {
    before.current = count;
  };
  return { list, onMore };
}

/**
 * Newest first, a page at a time. `first` comes with the HTML, so that the goods are there before any script.
 * @param own whether it is its seller who looks
 */
export function ListingFeed({ own = false, ...pages }: FeedPages & { own?: boolean }) {
  const t = useTranslations('home');
  const failureText = useFailureText();
  const { items, failure, loading, loadMore } = usePages(pages);
  const { list, onMore } = useFocusOnNew(items.length);

  if (items.length === 0) {
    const sell = (
      <ButtonLink href="/sell" prefetch={false} look="primary">
        {t('sell')}
      </ButtonLink>
    );
    return <EmptyState action={sell}>{t(own ? 'emptyOwn' : 'empty')}</EmptyState>;
  }
  return (
    <>
      <ul ref={list} className={listingGrid} data-testid={own ? 'own-listings' : 'listing-feed'}>
        {items.map((listing, index) => (
          <ListingCard key={listing.id} listing={listing} own={own} eager={index < 5} />
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
          <Button
            onClick={() => {
              onMore();
              loadMore();
            }}
          >
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}
