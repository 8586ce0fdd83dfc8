'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { LiveSocket } from '@/components/live/live-socket';
import { type Outcome, settle } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import type { ThreadDto } from '@/lib/chat/schema';
import type { Message } from '@/lib/protocol/chat';
import { Composer } from './composer';
import type { ConversationClient } from './conversation-client';
import { lastSeqOf } from './conversation-state';
import { useSummary } from './faces';
import { MessageList } from './message-list';
import { rowsOf } from './rows';
import { ThreadHeader } from './thread-header';
import { useConversation } from './use-conversation';
import { useScroll } from './use-scroll';

/** A short interruption is nothing to tell anybody about. */
const offlineShownMs = 2000;

interface Props {
  thread: ThreadDto;
  viewerId: string;
  socket: LiveSocket;
  loadOlder(beforeSeq: number): Promise<Outcome<Message[]>>;
}

export function ThreadView({ thread, viewerId, socket, loadOlder }: Props) {
  const t = useTranslations('chat');
  const { client, state } = useConversation(thread, viewerId, socket);
  const [unreadAtOpening] = useState({
    after: thread.cursors[viewerId] ?? 0,
    upTo: thread.messages.at(-1)?.seq ?? 0,
  });
  const list = useRef<HTMLElement>(null);
  const fetchOlder = useOlder(client, loadOlder);
  const firstSeq = state.messages[0]?.seq ?? 0;
  const { atEnd, toEnd } = useScroll(list, firstSeq, state, () => void fetchOlder());
  const jump = useJump(list, client, unreadAtOpening, fetchOlder);
  useReading(client, atEnd, lastSeqOf(state));
  const offline = useLasting(!state.connected, offlineShownMs);
  const otherName = thread.other.name || t('someone');
  const rows = rowsOf(state.messages, {
    viewerId,
    unreadAtOpening,
    otherReadSeq: state.cursors[thread.other.id] ?? 0,
  });
  return (
    <section
      aria-label={t('with', { name: otherName })}
      className="mx-auto flex h-[calc(100dvh-var(--spacing-bar)-1px)] max-w-text flex-col"
    >
      <ThreadHeader thread={thread} present={state.present.includes(thread.other.id)} />
      <div className="relative min-h-0 flex-1">
        <MessageList ref={list} rows={rows} state={state} client={client} otherName={otherName} />
        {jump && (
          <Button onClick={jump} className="absolute top-3 right-4 shadow-float">
            <Icon of={ArrowUp} />
            {t('toUnread', { count: unreadAtOpening.upTo - unreadAtOpening.after })}
          </Button>
        )}
        {!atEnd && (
          <Button onClick={toEnd} className="absolute right-4 bottom-3 shadow-float">
            <Icon of={ArrowDown} />
            {t('toEnd')}
          </Button>
        )}
      </div>
      <p role="status" className={offline ? 'bg-stage px-4 py-2 text-sm' : 'sr-only'}>
        {offline && t('offline')}
      </p>
      <Announcement messages={state.messages} otherId={thread.other.id} />
      <Composer send={(text) => client.send({ kind: 'text', text })} typed={() => client.typed()} />
    </section>
  );
}

/** Fetches the page before what is known, one at a time, until the first message is there. */
function useOlder(client: ConversationClient, loadOlder: Props['loadOlder']): () => Promise<void> {
  const loading = useRef<Promise<void> | null>(null);
  return () => {
    const first = client.getState().messages[0]?.seq ?? 1;
    if (first <= 1) return Promise.resolve();
    loading.current ??= settle(loadOlder(first)).then((outcome) => {
      loading.current = null;
      if (outcome.ok) client.addOlder(outcome.value);
    });
    return loading.current;
  };
}

/**
 * The way to the first message that was unread when the page was opened; null where that is in view from the start,
 * and after it was taken.
 */
function useJump(
  list: RefObject<HTMLElement | null>,
  client: ConversationClient,
  unread: { after: number; upTo: number },
  fetchOlder: () => Promise<void>,
): (() => void) | null {
  const [needed, setNeeded] = useState(false);
  const line = () => list.current?.querySelector('[data-row="unread"]');
  // biome-ignore lint/correctness/useExhaustiveDependencies: decided once, when the page opens
  useEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const lineTop = line()?.getBoundingClientRect().top;
    setNeeded(unread.upTo > unread.after && (lineTop === undefined || lineTop < top));
  }, []);
  const jump = async () => {
    setNeeded(false);
    const firstSeq = () => client.getState().messages[0]?.seq ?? 1;
    for (let before = Number.POSITIVE_INFINITY; firstSeq() > unread.after + 1 && firstSeq() < before; ) {
      before = firstSeq();
      await fetchOlder();
    }
    requestAnimationFrame(() => line()?.scrollIntoView({ block: 'start' }));
  };
  return needed ? () => void jump() : null;
}

/** Read is what was before somebody's eyes: the page is visible, and its end was reached. */
function useReading(client: ConversationClient, atEnd: boolean, lastSeq: number): void {
  const { connected } = client.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new message is read, and again once connected
  useEffect(() => {
    const read = () => {
      if (atEnd && document.visibilityState === 'visible') client.readAll();
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [client, atEnd, lastSeq, connected]);
}

/** True once the condition has held this long. */
function useLasting(condition: boolean, ms: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    setLasted(false);
    if (!condition) return;
    const timer = setTimeout(() => setLasted(true), ms);
    return () => clearTimeout(timer);
  }, [condition, ms]);
  return condition && lasted;
}

/** Reads out what the other says while the page is open, and nothing else. */
function Announcement({ messages, otherId }: { messages: readonly Message[]; otherId: string }) {
  const summary = useSummary();
  const [openedAt] = useState(messages.at(-1)?.seq ?? 0);
  const last = messages.at(-1);
  const news = last && last.seq > openedAt && last.senderId === otherId ? summary(last.content) : '';
  return (
    <p aria-live="polite" className="sr-only">
      {news}
    </p>
  );
}
