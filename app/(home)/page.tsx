import { getTranslations } from 'next-intl/server';
import { moreListings } from '@/app/actions/listings';
import { ListingFeed } from '@/components/listings/listing-feed';
import { listNewest } from '@/lib/listings/service';

export default async function HomePage() {
  const t = await getTranslations('home');
  const first = await listNewest({});
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <h1 className="mb-4 font-bold text-xl">{t('heading')}</h1>
      <ListingFeed first={first} more={moreListings} />
    </div>
  );
}
