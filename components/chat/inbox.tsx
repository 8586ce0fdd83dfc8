'use client';

import { useTranslations } from 'next-intl';
import { type Ref, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { fieldClass } from '@/components/ui/text-field';
import { type ConversationDto, maxQueryLength } from '@/lib/chat/schema';
import type { InboxActions } from './inbox-actions';
import { InboxLine } from './inbox-line';
import { useArrange } from './use-arrange';
import { useKeptFocus } from './use-kept-focus';
import { useSearch } from './use-search';

const filters = ['all', 'buying', 'selling', 'unread', 'archived'] as const;
type Filter = (typeof filters)[number];

const passes: Record<Filter, (conversation: ConversationDto) => boolean> = {
  all: ({ archived }) => !archived,
  buying: ({ role, archived }) => role === 'buyer' && !archived,
  selling: ({ role, archived }) => role === 'seller' && !archived,
  unread: ({ unread, archived }) => unread > 0 && !archived,
  archived: ({ archived }) => archived,
};

export function Inbox({
  conversations,
  actions,
}: {
  conversations: readonly ConversationDto[];
  actions: InboxActions;
}) {
  const t = useTranslations('chat');
  const [filter, setFilter] = useState<Filter>('all');
  const { arrange, note } = useArrange(actions.arrange);
  const search = useSearch(actions.search, conversations);
  const { all, undo } = useKeptFocus(note);
  if (conversations.length === 0 && !note) return <NothingYet ref={all} />;
  const shown = search.found ?? conversations.filter(passes[filter]);
  const nothing = filter === 'all' && !conversations.some(passes.archived);
  const none = search.found
    ? t('nothingFound', { query: search.query })
    : t(`none.${nothing ? 'nothing' : filter}`);
  return (
    <div ref={all} tabIndex={-1} className="flex flex-col gap-3 outline-none">
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        maxLength={maxQueryLength}
        className={fieldClass}
        onChange={(event) => search.ask(event.target.value)}
      />
      {!search.found && (
        <Segmented<Filter>
          legend={t('filter')}
          hideLegend
          value={filter}
          onChange={setFilter}
          choices={filters.map((value) => ({ value, label: t(`filters.${value}`) }))}
        />
      )}
      {search.failure && <Notice kind="error">{search.failure}</Notice>}
      {note && (
        <Notice
          kind={note.kind}
          action={
            note.undo && (
              <Button ref={undo} onClick={note.undo}>
                {t('undo')}
              </Button>
            )
          }
        >
          {note.text}
        </Notice>
      )}
      <p role="status" className={shown.length > 0 ? 'sr-only' : 'py-8 text-center text-ink-soft text-sm'}>
        {shown.length > 0 ? search.found && t('found', { count: shown.length }) : none}
      </p>
      {shown.length > 0 && (
        <ul data-testid="inbox">
          {shown.map((conversation) => (
            <InboxLine key={conversation.id} conversation={conversation} arrange={arrange} />
          ))}
        </ul>
      )}
    </div>
  );
}

function NothingYet({ ref }: { ref: Ref<HTMLDivElement> }) {
  const t = useTranslations('chat');
  const home = (
    <ButtonLink href="/" look="primary">
      {t('home')}
    </ButtonLink>
  );
  return (
    <div ref={ref} tabIndex={-1} className="outline-none">
      <EmptyState action={home}>{t('empty')}</EmptyState>
    </div>
  );
}
