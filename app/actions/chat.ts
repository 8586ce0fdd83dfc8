'use server';

import { redirect } from 'next/navigation';
import { currentViewer, requireViewer } from '@/app/auth/viewer';
import { idFrom, outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import * as arrange from '@/lib/chat/arrange';
import { openConversation } from '@/lib/chat/conversations';
import { olderMessages } from '@/lib/chat/messages';
import type { ArrangeInput, FoundDto } from '@/lib/chat/schema';
import type { Message } from '@/lib/protocol/chat';

/** The conversation about this listing; those who are not signed in come back to the listing. */
export async function openChat(listingId: string): Promise<Outcome<string>> {
  if (!(await currentViewer())) redirect(`/sign-in?next=${encodeURIComponent(`/listings/${listingId}`)}`);
  return outcomeOf(async () => openConversation(await requireViewer(), idFrom(listingId)));
}

/** To the conversation about this listing. */
export async function startChat(listingId: string): Promise<Outcome<string>> {
  const outcome = await openChat(listingId);
  if (outcome.ok) redirect(`/chat/${outcome.value}`);
  return outcome;
}

export async function loadOlder(conversationId: string, beforeSeq: number): Promise<Outcome<Message[]>> {
  return outcomeOf(async () => olderMessages(await requireViewer(), idFrom(conversationId), beforeSeq));
}

/** The list itself is read anew by the pages that show it, once they are told that it has changed. */
export async function arrangeConversation(id: string, input: ArrangeInput): Promise<Outcome<void>> {
  return outcomeOf(async () => arrange.arrangeConversation(await requireViewer(), idFrom(id), input));
}

export async function searchConversations(query: string): Promise<Outcome<FoundDto[]>> {
  return outcomeOf(async () => arrange.searchConversations(await requireViewer(), query));
}
