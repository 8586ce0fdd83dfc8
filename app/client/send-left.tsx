'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useLive } from '@/components/live/live';
import { uploadChatPhoto } from './chat-photo';

/**
 * On every page: what was on its way in a conversation that is not open any more goes on. Its code comes after the page's.
 */
export function SendLeft({ viewerId }: { viewerId: string }) {
  const { socket } = useLive();
  const path = usePathname();
  useEffect(() => {
    if (!socket) return;
    const left = new AbortController();
    const send = async () => {
      const { conversationsLeft, sendLeft } = await import('@/components/chat/send-left');
      const ids = (await conversationsLeft(viewerId)).filter((id) => path !== `/chat/${id}`);
      for (const conversationId of ids) {
        const upload = (file: File, signal: AbortSignal) => uploadChatPhoto(conversationId, file, signal);
        void sendLeft({ viewerId, conversationId }, socket, upload, left.signal);
      }
    };
    send().catch(() => undefined);
    return () => left.abort();
  }, [socket, path, viewerId]);
  return null;
}
