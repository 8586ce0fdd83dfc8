'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { arrangeConversation, searchConversations } from '@/app/actions/chat';
import { Inbox } from '@/components/chat/inbox';
import { useLive } from '@/components/live/live';
import type { ConversationDto } from '@/lib/chat/schema';

/** The inbox, read anew whenever the server says that something in it changed. */
export function LiveInbox({ conversations }: { conversations: readonly ConversationDto[] }) {
  const router = useRouter();
  const { socket } = useLive();
  useEffect(
    () =>
      socket?.listen({
        onFrame: (frame) => {
          if (frame.type === 'inbox.changed') router.refresh();
        },
      }),
    [router, socket],
  );
  return (
    <Inbox
      conversations={conversations}
      actions={{ arrange: arrangeConversation, search: searchConversations }}
    />
  );
}
