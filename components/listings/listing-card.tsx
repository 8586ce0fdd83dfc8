import { ImageOff } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { FormSkeleton, ListingSkeleton } from '@/components/shell/skeletons';
import { Waiting } from '@/components/shell/waiting';
import { Icon } from '@/components/ui/icon';
import { Picture } from '@/components/ui/picture';
import type { ListingCardDto } from '@/lib/listings/schema';
import { TurnsMark } from './marks';
import { usePrice } from './price';
import { TimeAgo } from './time-ago';
import { TurningPicture } from './turning-picture';

interface PictureProps {
  listing: ListingCardDto;
  eager: boolean;
}

function CardPicture({ listing, eager }: PictureProps) {
  const { pictureUrl, turnUrls, turns } = listing;
  if (!pictureUrl) {
    return (
      <div className="flex size-full items-center justify-center text-ink-soft">
        <Icon of={ImageOff} className="size-8" />
      </div>
    );
  }
  if (turnUrls.length > 0) return <TurningPicture turnUrls={turnUrls} eager={eager} />;
  return (
    <Picture
      src={pictureUrl}
      alt=""
      loading={eager ? 'eager' : 'lazy'}
      className={`size-full ${turns ? 'object-contain' : 'object-cover'}`}
    />
  );
}

function CardStage({ listing, eager }: PictureProps) {
  return (
    <div className="relative aspect-4/5 overflow-hidden rounded-card bg-stage">
      <CardPicture listing={listing} eager={eager} />
      {listing.turns && (
        <span className="absolute top-2 left-2">
          <TurnsMark />
        </span>
      )}
    </div>
  );
}

/** One thing in a list. */
export function ListingCard({
  listing,
  eager = false,
  own = false,
}: {
  listing: ListingCardDto;
  /** For those that are seen first: their pictures do not wait for a script. */
  eager?: boolean;
  /** Whether it is seen by its seller: with its status, and what is half written leads to where it is written. */
  own?: boolean;
}) {
  const t = useTranslations();
  const locale = useLocale();
  const price = usePrice();
  const unfinished = own && listing.status === 'draft';
  return (
    <li className="relative min-w-0" data-testid="listing-card" data-listing={listing.id}>
      <Link
        href={`/${unfinished ? 'sell' : 'listings'}/${listing.id}`}
        className="block rounded-card transition-opacity hover:opacity-85"
      >
        <CardStage listing={listing} eager={eager} />
        <h2 className="mt-2 line-clamp-2 text-balance text-base">{listing.title || t('card.untitled')}</h2>
        {/* A draft may have no price yet, and that is not the same as giving away. */}
        {listing.status !== 'draft' && (
          <p className="mt-1 font-bold tabular-nums">{price(listing.priceWon)}</p>
        )}
        <p className="mt-0.5 text-ink-soft text-sm tabular-nums">
          {listing.region && <>{listing.region.name[locale]} · </>}
          <TimeAgo iso={listing.createdAt} />
        </p>
        <Waiting>{unfinished ? <FormSkeleton /> : <ListingSkeleton />}</Waiting>
      </Link>
      {own && <p className="mt-1 font-semibold text-sm">{t(`status.${listing.status}`)}</p>}
    </li>
  );
}
