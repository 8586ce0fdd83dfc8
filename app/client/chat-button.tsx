'use client';

import { startChat } from '@/app/actions/chat';
import { ChatStart } from '@/components/chat/chat-start';

export function ChatButton({ listingId }: { listingId: string }) {
  return <ChatStart start={() => startChat(listingId)} />;
}
