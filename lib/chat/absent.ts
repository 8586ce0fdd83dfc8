import type { Locale } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { cardsById } from '@/lib/listings/service';
import { pushTo } from '@/lib/notifications/push';
import { notifyAnew, withdraw } from '@/lib/notifications/service';
import { logger } from '@/lib/platform/logger';
import en from '@/messages/en.json';
import ko from '@/messages/ko.json';
import type { KeptContent } from './kinds';
import { roleOf } from './policy';
import { presentIn } from './presence';
import * as repository from './repository';

/** Whoever has the conversation before their eyes reads within this time; a burst becomes one notification. */
const graceMs = 1_000;
/** People who are to be told at a time. Beyond that only the badge tells: memory stays bounded when a store is away. */
const maxWaiting = 10_000;
const maxBodyLength = 160;
const sentences = { ko: ko.push, en: en.push } as const satisfies Record<Locale, { message: string }>;

/** The newest message of which each of these is being told. */
const waiting = new Map<string, { newest: repository.MessageDocument; over: Promise<void> }>();

const keyOf = (conversationId: string, userId: string) => `chat_${conversationId}_${userId}`;

/**
 * Tells the recipient of a stored message who does not have the conversation before their eyes: a notice under the
 * bell, and a push to their browsers; one for the conversation, however much was said. In the background: the sender
 * waits for nothing of it.
 */
export function tellAbsent(message: repository.MessageDocument, recipientId: string): void {
  const key = keyOf(message.conversationId, recipientId);
  const known = waiting.get(key);
  if (known) known.newest = message;
  else if (waiting.size < maxWaiting) {
    const entry = { newest: message, over: Promise.resolve() };
    waiting.set(key, entry);
    entry.over = tell(entry, recipientId).finally(() => waiting.delete(key));
  }
}

/** Resolves when everybody was told who is being told now: before the stores are left. */
export async function allTold(): Promise<void> {
  await Promise.all([...waiting.values()].map(({ over }) => over));
}

async function tell(entry: { newest: repository.MessageDocument }, recipientId: string): Promise<void> {
  let told: repository.MessageDocument | undefined;
  while (told !== entry.newest) {
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    told = entry.newest;
    await tellOnce(told, recipientId).catch((error: unknown) =>
      logger.warn({ err: error, recipientId }, 'an absent recipient was not told'),
    );
  }
}

async function tellOnce(message: repository.MessageDocument, recipientId: string): Promise<void> {
  const { conversationId, seq, senderId, content } = message;
  const conversation = await repository.findConversation(conversationId);
  // Of a newer one its own sender's server tells.
  if (!conversation || conversation.lastSeq > seq || !wantsNotice(conversation, recipientId, seq)) return;
  if ((await presentIn(conversationId)).includes(recipientId)) return;
  const [people, listings] = await Promise.all([peopleById([senderId]), cardsById([conversation.listingId])]);
  const name = people.get(senderId)?.name ?? '';
  await notifyAnew({
    key: keyOf(conversationId, recipientId),
    userId: recipientId,
    kind: 'chat.message',
    listingId: conversation.listingId,
    listingTitle: listings.get(conversation.listingId)?.title ?? '',
    chat: { conversationId, name },
  });
  await pushTo(recipientId, (locale) => ({
    type: 'message',
    conversationId,
    title: name,
    body: bodyOf(content, locale),
  }));
  // Read while it was being told: the reader found no notice to withdraw.
  const now = await repository.findConversation(conversationId);
  if (now && !wantsNotice(now, recipientId, seq)) await tellRead(conversationId, recipientId);
}

/**
 * Read on one device: the notice goes, and what other devices show. Harmless where nothing was told. Never throws: the
 * next reading does it again.
 */
export async function tellRead(conversationId: string, userId: string): Promise<void> {
  try {
    if (!(await withdraw(keyOf(conversationId, userId)))) return;
    await pushTo(userId, () => ({ type: 'withdraw', conversationId }));
  } catch (error) {
    logger.warn({ err: error, conversationId }, 'a notice was not withdrawn');
  }
}

/** Whether a person has yet to read this message, and wants to be told of it. A muted conversation is silent: here. */
function wantsNotice(conversation: repository.ConversationDocument, userId: string, seq: number): boolean {
  const role = roleOf(userId, conversation);
  return role !== null && !conversation[role].muted && conversation[role].readSeq < seq;
}

function bodyOf(content: KeptContent, locale: Locale): string {
  if (content.kind !== 'text') return sentences[locale].message;
  const text = content.text.replace(/\s+/g, ' ').trim();
  return text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}…` : text;
}
