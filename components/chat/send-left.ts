import type { LiveSocket } from '@/components/live/live-socket';
import { ConversationClient } from './conversation-client';
import { browserDrafts, conversationsWithDrafts } from './drafts';
import { conversationsWithFiles, filesOf } from './kept-files';
import { keptPhoto } from './kept-photo';
import type { ThreadActions } from './thread-actions';

/** The conversations in which this browser keeps something of a person that was not sent. */
export async function conversationsLeft(viewerId: string): Promise<string[]> {
  const drafts = conversationsWithDrafts(viewerId);
  return [...new Set([...drafts, ...(await conversationsWithFiles(viewerId))])];
}

/**
 * Sends what was on its way when the page of a conversation was left, as that page would, until nothing waits any more
 * but for its person. Where another tab sends the same, it is stored once: it has its name.
 */
export async function sendLeft(
  { viewerId, conversationId }: { viewerId: string; conversationId: string },
  socket: LiveSocket,
  uploadPhoto: ThreadActions['uploadPhoto'],
  signal: AbortSignal,
): Promise<void> {
  const drafts = browserDrafts(viewerId, conversationId);
  const files = await filesOf(viewerId, conversationId);
  const waits = [...drafts.load(), ...files].some(({ failure }) => !failure);
  if (signal.aborted || !waits) return;
  const initial = { messages: [], cursors: {} };
  const client = new ConversationClient({ conversationId, viewerId, socket, drafts, initial });
  const stop = client.start();
  for (const kept of files) client.attach(kept.clientMessageId, keptPhoto(kept, uploadPhoto));
  await new Promise<void>((resolve) => {
    // At once: the conversation's own page may begin to watch it in the same moment.
    const end = () => {
      forget();
      signal.removeEventListener('abort', end);
      stop();
      resolve();
    };
    const look = () => {
      if (client.getState().pending.every(({ failure }) => failure !== null)) end();
    };
    const forget = client.subscribe(look);
    signal.addEventListener('abort', end);
    look();
  });
}
