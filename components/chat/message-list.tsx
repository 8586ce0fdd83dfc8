import { useLocale, useTranslations } from 'next-intl';
import type { Ref } from 'react';
import { MessageBubble, PendingBubble } from './bubble';
import type { ConversationClient } from './conversation-client';
import type { ConversationState } from './conversation-state';
import type { Row } from './rows';

function Line({ children }: { children: string }) {
  return (
    <p className="my-2 flex items-center gap-3 text-ink-soft text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {children}
    </p>
  );
}

function RowView({ row, otherName }: { row: Row; otherName: string }) {
  const t = useTranslations('chat');
  const day = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'full', timeZone: 'Asia/Seoul' });
  if (row.type === 'day') return <Line>{day.format(new Date(row.iso))}</Line>;
  if (row.type === 'unread') return <Line>{t('unreadFrom', { count: row.count })}</Line>;
  return <MessageBubble row={row} otherName={otherName} />;
}

/** Everything that was said, in order, then what is not sent yet. Can be scrolled with the keyboard. */
export function MessageList({
  ref,
  rows,
  state,
  client,
  otherName,
}: {
  ref: Ref<HTMLElement>;
  rows: readonly Row[];
  state: ConversationState;
  client: ConversationClient;
  otherName: string;
}) {
  const t = useTranslations('chat');
  return (
    <section
      ref={ref}
      aria-label={t('messages')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-y-auto px-4 py-3 [overflow-anchor:none]"
    >
      <ol className="flex min-h-full flex-col justify-end gap-1" data-testid="messages">
        {rows.length === 0 && state.pending.length === 0 && (
          <li className="py-8 text-center text-ink-soft text-sm">{t('nothingYet')}</li>
        )}
        {rows.map((row) => (
          <li key={row.key} data-row={row.type}>
            <RowView row={row} otherName={otherName} />
          </li>
        ))}
        {state.pending.map((pending) => (
          <li key={pending.clientMessageId}>
            <PendingBubble
              pending={pending}
              connected={state.connected}
              retry={() => client.retry(pending.clientMessageId)}
              discard={() => client.discard(pending.clientMessageId)}
            />
          </li>
        ))}
        {state.typing && <li className="text-ink-soft text-sm">{t('typing', { name: otherName })}</li>}
      </ol>
    </section>
  );
}
