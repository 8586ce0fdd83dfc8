import { useTranslations } from 'next-intl';
import { type FeedPages, ListingFeed } from '@/components/listings/listing-feed';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** Everything of one's own: for sale, and half written. */
export function OwnListings({ first, more }: FeedPages) {
  const t = useTranslations('me');
  if (first.items.length === 0) {
    const sell = (
      <ButtonLink href="/sell" prefetch={false} look="primary">
        {t('sell')}
      </ButtonLink>
    );
    return <EmptyState action={sell}>{t('empty')}</EmptyState>;
  }
  return <ListingFeed first={first} more={more} own />;
}
