'use client';

import { loadOlder } from '@/app/actions/chat';
import { reportPerson, setBlocked } from '@/app/actions/moderation';
import { subscribe } from '@/app/actions/push';
import { ThreadView } from '@/components/chat/thread-view';
import { useLive } from '@/components/live/live';
import type { ThreadDto } from '@/lib/chat/schema';
import { uploadChatPhoto } from './chat-photo';
import { useRefreshWhenLeft } from './use-refresh-when-left';

export function LiveThread({
  thread,
  viewerId,
  at,
  pushKey,
}: {
  thread: ThreadDto;
  viewerId: string;
  /** The number of a message that was searched for. */
  at: number | null;
  pushKey: string | null;
}) {
  const { socket } = useLive();
  // What was read and said went over the socket: the list that the button Back brings again knows nothing of it.
  useRefreshWhenLeft();
  if (!socket) return null;
  return (
    <ThreadView
      key={thread.id}
      thread={thread}
      viewerId={viewerId}
      socket={socket}
      at={at}
      push={{ publicKey: pushKey, subscribe }}
      actions={{
        uploadPhoto: (file, signal) => uploadChatPhoto(thread.id, file, signal),
        loadOlder: (beforeSeq) => loadOlder(thread.id, beforeSeq),
        setBlocked,
        report: reportPerson,
      }}
    />
  );
}
