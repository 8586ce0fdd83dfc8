import { Ban, Flag } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { elapsedSince } from '@/components/listings/elapsed';
import { usePrice } from '@/components/listings/price';
import { useAgo } from '@/components/listings/time-ago';
import { MenuButton } from '@/components/ui/menu';
import { Picture } from '@/components/ui/picture';
import { Portrait } from '@/components/ui/portrait';
import type { ThreadDto } from '@/lib/chat/schema';
import type { ListingCardDto } from '@/lib/listings/schema';
import type { Writing } from '@/lib/protocol/chat';
import { useLastSeen } from './use-reading';

/** Whom one talks to, whether they are here, and the thing with its state. */
export function ThreadHeader({
  thread,
  present,
  connected,
  writing,
  setBlocked,
  report,
}: {
  thread: ThreadDto;
  present: boolean;
  connected: boolean;
  writing: Writing;
  setBlocked(blocked: boolean): void;
  report(): void;
}) {
  const t = useTranslations('chat');
  const { listing, other, otherSeenAt } = thread;
  const seenAt = useLastSeen(present, writing === 'open' ? otherSeenAt : null);
  const name = other.name || t('someone');
  const blocked = writing === 'blocked';
  const block = {
    label: t(blocked ? 'unblock' : 'block'),
    icon: Ban,
    danger: !blocked,
    onSelect: () => setBlocked(!blocked),
  };
  return (
    <header className="flex flex-col gap-2 border-line border-b bg-paper px-4 py-2">
      <div className="flex items-center gap-2">
        <Portrait url={other.pictureUrl} />
        <h1 className="min-w-0 truncate text-lg">{name}</h1>
        {/* Without a connection nobody is seen to come. */}
        <Attendance present={present} seenAt={connected ? seenAt : null} />
        <MenuButton
          label={t('menu')}
          className="-my-1 -mr-3 ml-auto"
          items={[
            { label: t('reportPerson', { name }), icon: Flag, onSelect: report },
            // Nothing more will come from somebody who has left.
            ...(writing === 'left' ? [] : [block]),
          ]}
        />
      </div>
      {listing ? <Thing listing={listing} /> : <p className="text-ink-soft text-sm">{t('listingGone')}</p>}
    </header>
  );
}

function Thing({ listing }: { listing: ListingCardDto }) {
  const t = useTranslations();
  const price = usePrice();
  return (
    <Link
      href={`/listings/${listing.id}`}
      className="flex items-center gap-3 transition-opacity hover:opacity-85"
    >
      <span className="size-11 shrink-0 overflow-hidden rounded-control bg-stage">
        {listing.pictureUrl && <Picture src={listing.pictureUrl} alt="" className="size-full object-cover" />}
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
  );
}

/** @param seenAt null where it is not known, or not now */
function Attendance({ present, seenAt }: { present: boolean; seenAt: string | null }) {
  const t = useTranslations('chat');
  const ago = useAgo('long');
  if (present)
    return (
      <p className="flex shrink-0 items-center gap-1 text-ink-soft text-sm">
        <span aria-hidden className="size-2 rounded-full bg-green" />
        {t('present')}
      </p>
    );
  if (!seenAt) return null;
  // "Just now" takes no particle, unlike any other time.
  const now = elapsedSince(seenAt, Date.now()).unit === 'now';
  return (
    <time dateTime={seenAt} className="shrink-0 text-ink-soft text-sm">
      {now ? t('seenNow') : t('seen', { ago: ago(seenAt) })}
    </time>
  );
}
