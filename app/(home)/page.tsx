import { getTranslations } from 'next-intl/server';
import { moreListings } from '@/app/actions/listings';
import { ListingFeed } from '@/components/listings/listing-feed';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { listNewest } from '@/lib/listings/service';

export default async function HomePage() {
  const t = await getTranslations('home');
  const first = await listNewest({});
  const sell = (
    <ButtonLink href="/sell" prefetch={false} look="primary">
      {t('sell')}
    </ButtonLink>
  );
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <h1 className="mb-4 font-bold text-xl">{t('heading')}</h1>
      {first.items.length > 0 ? (
        <ListingFeed first={first} more={moreListings} />
      ) : (
        <EmptyState action={sell}>{t('empty')}</EmptyState>
      )}
    </div>
  );
}
