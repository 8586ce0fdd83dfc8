import { useLocale, useTranslations } from 'next-intl';
import { type Ref, useState } from 'react';
import { Menu, type MenuItem } from '@/components/ui/menu';
import type { Message } from '@/lib/protocol/chat';
import { MessageBubble, PendingBubble } from './bubble';
import type { ConversationClient } from './conversation-client';
import type { ConversationState } from './conversation-state';
import type { Row } from './rows';
import { moveAmongMessages } from './use-message-menu';

function Line({ children }: { children: string }) {
  return (
    <p className="my-2 flex items-center gap-3 text-ink-soft text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {children}
    </p>
  );
}

type OpenMenu = (message: Message, anchor: Element) => void;

function RowView({
  row,
  otherName,
  tabStop,
  openMenu,
}: {
  row: Row;
  otherName: string;
  tabStop: boolean;
  openMenu: OpenMenu | null;
}) {
  const t = useTranslations('chat');
  const day = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'full', timeZone: 'Asia/Seoul' });
  if (row.type === 'day') return <Line>{day.format(new Date(row.iso))}</Line>;
  if (row.type === 'unread') return <Line>{t('unreadFrom', { count: row.count })}</Line>;
  return (
    <MessageBubble
      row={row}
      otherName={otherName}
      tabStop={tabStop}
      openMenu={openMenu && ((anchor) => openMenu(row.message, anchor))}
    />
  );
}

/** Everything that was said, in order, then what is not sent yet. Can be scrolled with the keyboard. */
export function MessageList({
  ref,
  rows,
  state,
  client,
  otherName,
  itemsFor,
}: {
  ref: Ref<HTMLElement>;
  rows: readonly Row[];
  state: ConversationState;
  client: ConversationClient;
  otherName: string;
  itemsFor(message: Message): MenuItem[];
}) {
  const t = useTranslations('chat');
  const [menu, setMenu] = useState<{ items: readonly MenuItem[]; anchor: Element } | null>(null);
  const openMenu: OpenMenu = (message, anchor) => {
    const items = itemsFor(message);
    if (items.length > 0) setMenu({ items, anchor });
  };
  const hasMenu = (row: Row) => row.type === 'message' && itemsFor(row.message).length > 0;
  const newest = rows.findLast(hasMenu);
  return (
    <section
      ref={ref}
      id="messages"
      aria-label={t('messages')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-y-auto px-4 py-3 [overflow-anchor:none]"
    >
      <ol
        className="flex min-h-full flex-col justify-end gap-1"
        data-testid="messages"
        onKeyDown={moveAmongMessages}
      >
        {rows.length === 0 && state.pending.length === 0 && (
          <li className="py-8 text-center text-ink-soft text-sm">{t('nothingYet')}</li>
        )}
        {rows.map((row) => (
          <li
            key={row.key}
            data-row={row.type}
            data-seq={row.type === 'message' ? row.message.seq : undefined}
            className="data-found:rounded-card data-found:bg-stage"
          >
            <RowView
              row={row}
              otherName={otherName}
              tabStop={row === newest}
              openMenu={hasMenu(row) ? openMenu : null}
            />
          </li>
        ))}
        <PendingLines state={state} client={client} />
        {state.typing && <li className="text-ink-soft text-sm">{t('typing', { name: otherName })}</li>}
      </ol>
      {menu && <Menu label={t('messageMenu')} {...menu} onClose={() => setMenu(null)} />}
    </section>
  );
}

/** What is not stored yet, beneath everything that is. */
function PendingLines({
  state: { pending, connected },
  client,
}: {
  state: ConversationState;
  client: ConversationClient;
}) {
  return pending.map((one) => (
    <li key={one.clientMessageId}>
      <PendingBubble
        pending={one}
        connected={connected}
        retry={() => client.retry(one.clientMessageId)}
        discard={() => client.discard(one.clientMessageId)}
      />
    </li>
  ));
}
