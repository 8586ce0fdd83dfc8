import clsx from 'clsx';
import { Archive, ArchiveRestore, Bell, BellOff, LogOut } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { TimeAgo } from '@/components/listings/time-ago';
import { Icon } from '@/components/ui/icon';
import { MenuButton, type MenuItem } from '@/components/ui/menu';
import { Picture } from '@/components/ui/picture';
import { Portrait } from '@/components/ui/portrait';
import type { ArrangeInput, ConversationDto, FoundDto } from '@/lib/chat/schema';
import { useSummary } from './faces';

export type Arrange = (conversation: ConversationDto, input: ArrangeInput) => void;

/** One conversation; `message` is the one that a search has found in it. */
export function InboxLine({
  conversation,
  arrange,
}: {
  conversation: ConversationDto & Partial<Pick<FoundDto, 'message'>>;
  arrange: Arrange;
}) {
  const t = useTranslations();
  const { id, other, listing, message, unread } = conversation;
  return (
    <li className="flex items-center border-line border-b">
      <Link
        href={message ? `/chat/${id}?at=${message.seq}` : `/chat/${id}`}
        // The page of a conversation is read anew at every visit; asking ahead would only be thrown away.
        prefetch={false}
        className="flex min-w-0 flex-1 items-center gap-3 py-3 transition-opacity hover:opacity-85"
      >
        <LinePicture thing={listing?.pictureUrl ?? null} person={other.pictureUrl} />
        <LineWords conversation={conversation} />
        {unread > 0 && (
          <span className="flex h-6 min-w-6 shrink-0 items-center justify-center rounded-full bg-red px-2 font-semibold text-on-red text-xs tabular-nums">
            <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
            <span className="sr-only">{t('chat.unread', { count: unread })}</span>
          </span>
        )}
      </Link>
      <MenuButton
        label={t('chat.menuWith', { name: other.name || t('chat.someone') })}
        items={useLineItems(conversation, arrange)}
        className="-mr-3"
      />
    </li>
  );
}

/** The thing, and in its corner whom one talks to about it. */
function LinePicture({ thing, person }: { thing: string | null; person: string | null }) {
  return (
    <span className="relative shrink-0">
      <span className="block size-14 overflow-hidden rounded-control bg-stage">
        {thing && <Picture src={thing} alt="" loading="lazy" className="size-full object-cover" />}
      </span>
      {person && (
        <span className="absolute -right-1.5 -bottom-1.5 rounded-full border-2 border-paper">
          <Portrait url={person} size="small" />
        </span>
      )}
    </span>
  );
}

function LineWords({ conversation }: { conversation: Parameters<typeof InboxLine>[0]['conversation'] }) {
  const t = useTranslations();
  const summary = useSummary();
  const { other, listing, last, message, unread, muted } = conversation;
  const shown = message ?? last;
  return (
    <span className="min-w-0 flex-1">
      <span className="flex items-baseline gap-2">
        <span className="truncate font-semibold">{other.name || t('chat.someone')}</span>
        {muted && (
          <span className="shrink-0 self-center text-ink-soft">
            <Icon of={BellOff} className="size-4" />
            <span className="sr-only">{t('chat.muted')}</span>
          </span>
        )}
        {shown && (
          <span className="shrink-0 text-ink-soft text-xs tabular-nums">
            <TimeAgo iso={shown.sentAt} />
          </span>
        )}
      </span>
      <span className={clsx('block truncate text-sm', unread > 0 ? 'font-semibold' : 'text-ink-soft')}>
        {shown && summary(shown.content)}
      </span>
      <span className="block truncate text-ink-soft text-xs">
        {listing ? listing.title || t('card.untitled') : t('chat.listingGone')}
      </span>
    </span>
  );
}

function useLineItems(conversation: ConversationDto, arrange: Arrange): MenuItem[] {
  const t = useTranslations('chat');
  const { muted, archived } = conversation;
  return [
    {
      label: t(muted ? 'unmute' : 'mute'),
      icon: muted ? Bell : BellOff,
      onSelect: () => arrange(conversation, { muted: !muted }),
    },
    {
      label: t(archived ? 'unarchive' : 'archive'),
      icon: archived ? ArchiveRestore : Archive,
      onSelect: () => arrange(conversation, { place: archived ? 'inbox' : 'archived' }),
    },
    {
      label: t('leave'),
      icon: LogOut,
      danger: true,
      onSelect: () => arrange(conversation, { place: 'left' }),
    },
  ];
}
