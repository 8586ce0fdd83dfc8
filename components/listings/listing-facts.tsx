import { ShieldCheck } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';
import { Portrait } from '@/components/ui/portrait';
import type { ListingDto } from '@/lib/listings/schema';
import { usePrice } from './price';
import { TimeAgo } from './time-ago';

const chips = {
  reserved: 'bg-amber text-on-amber',
  sold: 'bg-ink text-paper',
} as const;

function StatusChip({ status }: { status: ListingDto['status'] }) {
  const t = useTranslations('status');
  if (status !== 'reserved' && status !== 'sold') return null;
  return <p className={`w-fit rounded-full px-3 py-1 font-bold text-sm ${chips[status]}`}>{t(status)}</p>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-24 shrink-0 text-ink-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Seller({ seller: { name, pictureUrl } }: { seller: ListingDto['seller'] }) {
  const t = useTranslations('listing');
  return (
    <section aria-label={t('seller')} className="flex items-center gap-3 border-line border-y py-4">
      <Portrait url={pictureUrl} />
      <div className="min-w-0">
        <p className="text-ink-soft text-sm">{t('seller')}</p>
        <p className="break-words font-semibold">{name}</p>
      </div>
    </section>
  );
}

function SafetyNote() {
  const t = useTranslations('listing');
  return (
    <section aria-labelledby="safety" className="flex gap-3 text-sm">
      <Icon of={ShieldCheck} />
      <div>
        <h2 id="safety" className="font-semibold text-sm">
          {t('safetyTitle')}
        </h2>
        <p className="mt-1 text-ink-soft">{t('safety')}</p>
      </div>
    </section>
  );
}

/** Price, title, condition, place, time, description, seller, safety; `actions` is what this person can do with it. */
export function ListingFacts({ listing, actions }: { listing: ListingDto; actions: ReactNode }) {
  const t = useTranslations();
  const locale = useLocale();
  const price = usePrice();
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <StatusChip status={listing.status} />
        {listing.priceWon !== null && (
          <p className="font-bold text-2xl tabular-nums">{price(listing.priceWon)}</p>
        )}
        <h1 className="text-xl">{listing.title || t('card.untitled')}</h1>
      </div>
      {actions}
      <dl className="flex flex-col gap-2 text-base">
        {listing.condition && (
          <Fact name={t('listing.condition')}>{t(`condition.${listing.condition}`)}</Fact>
        )}
        {listing.region && <Fact name={t('listing.place')}>{listing.region.fullName[locale]}</Fact>}
        <Fact name={t('listing.posted')}>
          <TimeAgo iso={listing.createdAt} />
        </Fact>
      </dl>
      <section aria-labelledby="description">
        <h2 id="description" className="mb-2 font-bold text-base">
          {t('listing.description')}
        </h2>
        {listing.description ? (
          <p className="whitespace-pre-line">{listing.description}</p>
        ) : (
          <p className="text-ink-soft">{t('listing.noDescription')}</p>
        )}
      </section>
      <Seller seller={listing.seller} />
      <SafetyNote />
    </div>
  );
}
