import { useTranslations } from 'next-intl';
import { ListingCard } from '@/components/listings/listing-card';
import { listingGrid } from '@/components/listings/listing-grid';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ListingCardDto } from '@/lib/listings/schema';

/** Everything of one's own: for sale, and half written. */
export function OwnListings({ listings }: { listings: readonly ListingCardDto[] }) {
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
        <ListingCard
          key={listing.id}
          listing={listing}
          href={listing.status === 'draft' ? `/sell/${listing.id}` : `/listings/${listing.id}`}
          showStatus
        />
      ))}
    </ul>
  );
}
