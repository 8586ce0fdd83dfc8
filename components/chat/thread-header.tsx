import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { usePrice } from '@/components/listings/price';
import { Picture } from '@/components/ui/picture';
import { Portrait } from '@/components/ui/portrait';
import type { ThreadDto } from '@/lib/chat/schema';

/** Whom one talks to, whether they are here, and the thing with its state. */
export function ThreadHeader({ thread, present }: { thread: ThreadDto; present: boolean }) {
  const t = useTranslations();
  const price = usePrice();
  const { listing, other } = thread;
  return (
    <header className="flex flex-col gap-2 border-line border-b bg-paper px-4 py-2">
      <div className="flex items-center gap-2">
        <Portrait url={other.pictureUrl} />
        <h1 className="text-lg">{other.name || t('chat.someone')}</h1>
        {present && (
          <p className="flex items-center gap-1 text-ink-soft text-sm">
            <span aria-hidden className="size-2 rounded-full bg-green" />
            {t('chat.present')}
          </p>
        )}
      </div>
      {listing ? (
        <Link
          href={`/listings/${listing.id}`}
          className="flex items-center gap-3 transition-opacity hover:opacity-85"
        >
          <span className="size-11 shrink-0 overflow-hidden rounded-control bg-stage">
            {listing.pictureUrl && (
              <Picture src={listing.pictureUrl} alt="" className="size-full object-cover" />
            )}
          </span>
          <span className="min-w-0">
            <span className="block truncate text-sm">{listing.title || t('card.untitled')}</span>
            <span className="block text-sm tabular-nums">
              <span className="font-bold">{price(listing.priceWon)}</span>
              {listing.status !== 'active' && (
                <span className="text-ink-soft"> · {t(`status.${listing.status}`)}</span>
              )}
            </span>
          </span>
        </Link>
      ) : (
        <p className="text-ink-soft text-sm">{t('chat.listingGone')}</p>
      )}
    </header>
  );
}
