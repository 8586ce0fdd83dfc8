'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TimeAgo } from '@/components/listings/time-ago';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Picture } from '@/components/ui/picture';
import { Portrait } from '@/components/ui/portrait';
import { Segmented } from '@/components/ui/segmented';
import type { ConversationDto } from '@/lib/chat/schema';
import { useSummary } from './faces';

const filters = ['all', 'buying', 'selling', 'unread'] as const;
type Filter = (typeof filters)[number];

const passes: Record<Filter, (conversation: ConversationDto) => boolean> = {
  all: () => true,
  buying: ({ role }) => role === 'buyer',
  selling: ({ role }) => role === 'seller',
  unread: ({ unread }) => unread > 0,
};

function InboxLine({ conversation }: { conversation: ConversationDto }) {
  const t = useTranslations();
  const summary = useSummary();
  const { id, other, listing, last, unread } = conversation;
  return (
    <li>
      <Link
        href={`/chat/${id}`}
        // The page of a conversation is read anew at every visit; asking ahead would only be thrown away.
        prefetch={false}
        className="flex items-center gap-3 border-line border-b py-3 transition-opacity hover:opacity-85"
      >
        <span className="relative shrink-0">
          <span className="block size-14 overflow-hidden rounded-control bg-stage">
            {listing?.pictureUrl && (
              <Picture src={listing.pictureUrl} alt="" loading="lazy" className="size-full object-cover" />
            )}
          </span>
          {other.pictureUrl && (
            <span className="absolute -right-1.5 -bottom-1.5 rounded-full border-2 border-paper">
              <Portrait url={other.pictureUrl} size="small" />
            </span>
          )}
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-semibold">{other.name || t('chat.someone')}</span>
            {last && (
              <span className="shrink-0 text-ink-soft text-xs tabular-nums">
                <TimeAgo iso={last.sentAt} />
              </span>
            )}
          </span>
          <span className={`block truncate text-sm ${unread > 0 ? 'font-semibold' : 'text-ink-soft'}`}>
            {last && summary(last.content)}
          </span>
          <span className="block truncate text-ink-soft text-xs">
            {listing ? listing.title || t('card.untitled') : t('chat.listingGone')}
          </span>
        </span>
        {unread > 0 && (
          <span className="flex h-6 min-w-6 shrink-0 items-center justify-center rounded-full bg-red px-2 font-semibold text-on-red text-xs tabular-nums">
            <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
            <span className="sr-only">{t('chat.unread', { count: unread })}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

export function Inbox({ conversations }: { conversations: readonly ConversationDto[] }) {
  const t = useTranslations('chat');
  const [filter, setFilter] = useState<Filter>('all');
  if (conversations.length === 0) {
    const home = (
      <ButtonLink href="/" look="primary">
        {t('home')}
      </ButtonLink>
    );
    return <EmptyState action={home}>{t('empty')}</EmptyState>;
  }
  const shown = conversations.filter(passes[filter]);
  return (
    <>
      <Segmented<Filter>
        legend={t('filter')}
        hideLegend
        value={filter}
        onChange={setFilter}
        choices={filters.map((value) => ({ value, label: t(`filters.${value}`) }))}
      />
      {shown.length > 0 ? (
        <ul className="mt-2" data-testid="inbox">
          {shown.map((conversation) => (
            <InboxLine key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      ) : (
        <p className="py-8 text-center text-ink-soft text-sm">{t('noneOfThese')}</p>
      )}
    </>
  );
}
