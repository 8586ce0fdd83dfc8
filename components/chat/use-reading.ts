import { type RefObject, useEffect, useRef, useState } from 'react';
import { settle } from '@/components/outcome';
import type { ConversationClient } from './conversation-client';
import { fetchUntil } from './fetch-until';
import type { ThreadActions } from './thread-actions';

/** Fetches the page before what is known, one at a time, until the first message is there. */
export function useOlder(
  client: ConversationClient,
  loadOlder: ThreadActions['loadOlder'],
): () => Promise<void> {
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
 * The way to the first message that was unread when the page was opened; null where that is in view from the start, and
 * once it was reached, by this way or another, or left alone: they were above, and have come back to the end.
 */
export function useJump(
  list: RefObject<HTMLElement | null>,
  client: ConversationClient,
  unread: { after: number; upTo: number },
  atEnd: boolean,
  fetchOlder: () => Promise<void>,
  onTooFar: () => void,
): (() => void) | null {
  const [needed, setNeeded] = useState(false);
  const untilLeft = useUntilLeft();
  const line = () => list.current?.querySelector('[data-row="unread"]');
  const isAbove = () => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const lineTop = line()?.getBoundingClientRect().top;
    return lineTop === undefined || lineTop < top;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: decided once, when the page opens
  useEffect(() => setNeeded(unread.upTo > unread.after && isAbove()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the list is scrolled
  useEffect(() => {
    const element = list.current;
    if (!needed || !element) return;
    const look = () => {
      if (!isAbove()) setNeeded(false);
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [needed]);
  const wasAbove = useRef(false);
  useEffect(() => {
    if (atEnd && wasAbove.current) setNeeded(false);
    wasAbove.current = !atEnd;
  }, [atEnd]);
  const jump = async () => {
    setNeeded(false);
    const there = await fetchUntil(pagesOf(client, fetchOlder), unread.after + 1, untilLeft());
    if (there === null) return;
    if (!there) onTooFar();
    requestAnimationFrame(() => (there ? line() : oldest(list))?.scrollIntoView({ block: 'start' }));
  };
  return needed ? () => void jump() : null;
}

const pagesOf = (client: ConversationClient, fetchOlder: () => Promise<void>) => ({
  firstSeq: () => client.getState().messages[0]?.seq ?? 1,
  fetchOlder,
});

const oldest = (list: RefObject<HTMLElement | null>) => list.current?.querySelector('[data-seq]');

/** Gives a signal that is aborted when the page is left. */
function useUntilLeft(): () => AbortSignal {
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);
  return () => leaving.current.signal;
}

/** Brings a message that was searched for into view, and marks it; one that is too far back to be fetched is told. */
export function useGoTo(
  list: RefObject<HTMLElement | null>,
  client: ConversationClient,
  seq: number | null,
  fetchOlder: () => Promise<void>,
  onTooFar: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each message that is asked for
  useEffect(() => {
    if (seq === null) return;
    const leaving = new AbortController();
    void fetchUntil(pagesOf(client, fetchOlder), seq, leaving.signal).then((there) => {
      if (there === null) return;
      if (!there) onTooFar();
      requestAnimationFrame(() => {
        const line = there ? list.current?.querySelector(`[data-seq="${seq}"]`) : oldest(list);
        line?.scrollIntoView({ block: there ? 'center' : 'start' });
        if (there) line?.setAttribute('data-found', '');
      });
    });
    return () => leaving.abort();
  }, [seq]);
}

/** The moment when the other was here last: what came with the page, until they have been seen to leave. */
export function useLastSeen(present: boolean, known: string | null): string | null {
  const [left, setLeft] = useState<string | null>(null);
  const was = useRef(present);
  useEffect(() => {
    if (was.current && !present) setLeft(new Date().toISOString());
    was.current = present;
  }, [present]);
  return known && (left ?? known);
}

/** Read is what was before somebody's eyes: the page is visible, and its end was reached. */
export function useReading(client: ConversationClient, atEnd: boolean, lastSeq: number): void {
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
export function useLasting(condition: boolean, ms: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    setLasted(false);
    if (!condition) return;
    const timer = setTimeout(() => setLasted(true), ms);
    return () => clearTimeout(timer);
  }, [condition, ms]);
  return condition && lasted;
}
