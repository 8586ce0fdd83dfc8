'use client';

import { loadOlder } from '@/app/actions/chat';
import { ThreadView } from '@/components/chat/thread-view';
import { useLive } from '@/components/live/live';
import type { ThreadDto } from '@/lib/chat/schema';

export function LiveThread({ thread, viewerId }: { thread: ThreadDto; viewerId: string }) {
  const { socket } = useLive();
  if (!socket) return null;
  return (
    <ThreadView
      key={thread.id}
      thread={thread}
      viewerId={viewerId}
      socket={socket}
      loadOlder={(beforeSeq) => loadOlder(thread.id, beforeSeq)}
    />
  );
}
