import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LiveSocket } from '@/components/live/live-socket';
import type { Failure } from '@/components/outcome';
import type { ThreadDto } from '@/lib/chat/schema';
import { ConversationClient } from './conversation-client';
import type { ConversationState } from './conversation-state';
import { browserDrafts } from './drafts';

/** The conversation's client for as long as the page is open, and what it knows now. */
export function useConversation(
  thread: ThreadDto,
  viewerId: string,
  socket: LiveSocket,
  /** Told what the person asked for and cannot have. */
  onRefused: (failure: Failure) => void,
): { client: ConversationClient; state: ConversationState } {
  const refused = useRef(onRefused);
  useEffect(() => {
    refused.current = onRefused;
  });
  const [client] = useState(
    () =>
      new ConversationClient({
        conversationId: thread.id,
        viewerId,
        socket,
        drafts: browserDrafts(viewerId, thread.id),
        initial: thread,
        onRefused: (failure) => refused.current(failure),
      }),
  );
  const [first] = useState(client.getState);
  // What waits in this browser is not on the server's page: the first picture of both must be the same.
  const state = useSyncExternalStore(client.subscribe, client.getState, () => ({ ...first, pending: [] }));
  useEffect(() => client.start(), [client]);
  useEffect(() => {
    const look = () => client.setHere(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [client]);
  return { client, state };
}
