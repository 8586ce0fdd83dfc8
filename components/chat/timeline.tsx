import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import type { MenuItem } from '@/components/ui/menu';
import type { ThreadDto } from '@/lib/chat/schema';
import type { Message } from '@/lib/protocol/chat';
import type { ConversationClient } from './conversation-client';
import { ConversationPictures } from './conversation-pictures';
import { type ConversationState, lastSeqOf } from './conversation-state';
import { MessageList } from './message-list';
import { rowsOf } from './rows';
import type { ThreadActions } from './thread-actions';
import { useGoTo, useJump, useOlder, useReading } from './use-reading';
import { useScroll } from './use-scroll';

/** What was said, with the ways through it: older pages, the first unread message, a message that was searched for, the end. */
export function Timeline({
  thread: { other, cursors, messages },
  viewerId,
  client,
  state,
  at,
  loadOlder,
  onTooFar,
  itemsFor,
}: {
  thread: ThreadDto;
  viewerId: string;
  client: ConversationClient;
  state: ConversationState;
  /** The number of a message that was searched for. */
  at: number | null;
  loadOlder: ThreadActions['loadOlder'];
  /** Told when a message is asked for that lies too far back. */
  onTooFar(): void;
  itemsFor(message: Message): MenuItem[];
}) {
  const t = useTranslations('chat');
  const [unreadAtOpening] = useState({
    after: cursors[viewerId] ?? 0,
    upTo: messages.at(-1)?.seq ?? 0,
  });
  const list = useRef<HTMLElement>(null);
  const fetchOlder = useOlder(client, loadOlder);
  const firstSeq = state.messages[0]?.seq ?? 0;
  const { atEnd, toEnd } = useScroll(list, firstSeq, state, () => void fetchOlder());
  useShowOwn(state.pending.at(-1)?.writtenAt ?? '', toEnd);
  const jump = useJump(list, client, unreadAtOpening, atEnd, fetchOlder, onTooFar);
  useGoTo(list, client, at, fetchOlder, onTooFar);
  useReading(client, atEnd, lastSeqOf(state));
  const otherReadSeq = state.cursors[other.id] ?? 0;
  const rows = rowsOf(state.messages, { viewerId, unreadAtOpening, otherReadSeq });
  const unread = unreadAtOpening.upTo - unreadAtOpening.after;
  return (
    <div className="relative min-h-0 flex-1">
      <ConversationPictures messages={state.messages}>
        <MessageList
          ref={list}
          rows={rows}
          state={state}
          client={client}
          otherName={other.name || t('someone')}
          itemsFor={itemsFor}
        />
      </ConversationPictures>
      <Jumps unread={unread} toUnread={jump} toEnd={atEnd ? null : toEnd} />
    </div>
  );
}

/** Whoever answers while reading above sees that it was taken. @param writtenAt of the newest that is not sent */
function useShowOwn(writtenAt: string, toEnd: () => void): void {
  const shown = useRef(writtenAt);
  useEffect(() => {
    if (writtenAt <= shown.current) return;
    shown.current = writtenAt;
    toEnd();
  });
}

function Jumps({
  unread,
  toUnread,
  toEnd,
}: {
  unread: number;
  toUnread: (() => void) | null;
  toEnd: (() => void) | null;
}) {
  const t = useTranslations('chat');
  return (
    <>
      {toUnread && (
        <Button onClick={toUnread} className="absolute top-3 right-4 shadow-float">
          <Icon of={ArrowUp} />
          {t('toUnread', { count: unread })}
        </Button>
      )}
      {toEnd && (
        <Button onClick={toEnd} className="absolute right-4 bottom-3 shadow-float">
          <Icon of={ArrowDown} />
          {t('toEnd')}
        </Button>
      )}
    </>
  );
}
