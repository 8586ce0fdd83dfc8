'use server';

import { redirect } from 'next/navigation';
import { currentViewer, requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { openConversation } from '@/lib/chat/conversations';
import { olderMessages } from '@/lib/chat/messages';
import type { Message } from '@/lib/protocol/chat';

/** To the conversation about this listing; those who are not signed in come back to the listing. */
export async function startChat(listingId: string): Promise<Outcome<string>> {
  if (!(await currentViewer())) redirect(`/sign-in?next=${encodeURIComponent(`/listings/${listingId}`)}`);
  const outcome = await outcomeOf(async () => openConversation(await requireViewer(), listingId));
  if (outcome.ok) redirect(`/chat/${outcome.value}`);
  return outcome;
}

export async function loadOlder(conversationId: string, beforeSeq: number): Promise<Outcome<Message[]>> {
  return outcomeOf(async () => olderMessages(await requireViewer(), conversationId, beforeSeq));
}
