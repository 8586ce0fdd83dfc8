import { setTimeout as sleep } from 'node:timers/promises';
import type { Locale } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { cardsById } from '@/lib/listings/service';
import { blockersOf } from '@/lib/moderation/blocks';
import { pushTo } from '@/lib/notifications/push';
import { notify, notifyAnew } from '@/lib/notifications/service';
import { logger } from '@/lib/platform/logger';
import en from '@/messages/en.json';
import ko from '@/messages/ko.json';
import type { KeptContent } from './kinds';
import { placeOf, roleOf } from './policy';
import { presentIn } from './presence';
import * as repository from './repository';
import { allWithdrawn, noticeKey, withdrawNow, withdrawSoon } from './withdraw';

/** Whoever has the conversation before their eyes reads within this time; a burst becomes one notification. */
const graceMs = 1_000;
/** It is over for everybody at the same moments, so that Redis is asked once for all of them. */
const momentMs = 500;
/** People who are to be told at a time. Beyond that only the badge tells: memory stays bounded when a store is away. */
const maxWaiting = 10_000;
const maxBodyLength = 160;
/** So far back the message is sought that a person is told of: what was taken back is not. */
const maxSought = 50;
const sentences = { ko: ko.push, en: en.push } as const satisfies Record<Locale, { message: string }>;

/** The number of the newest message of which each of these is being told. */
const waiting = new Map<string, { seq: number; over: Promise<void> }>();

/**
 * Tells the recipient of a stored message who does not have the conversation before their eyes: a notice under the
 * bell, and a push to their browsers; one for the conversation, however much was said. In the background: the sender
 * waits for nothing of it.
 */
export function tellAbsent({ conversationId, seq }: Place, recipientId: string): void {
  const key = noticeKey(conversationId, recipientId);
  const known = waiting.get(key);
  if (known) known.seq = Math.max(known.seq, seq);
  else if (waiting.size < maxWaiting) {
    const entry = { seq, over: Promise.resolve() };
    waiting.set(key, entry);
    entry.over = tell(entry, conversationId, recipientId).finally(() => waiting.delete(key));
  }
}

/** A message by its place in its conversation. */
type Place = Pick<repository.MessageDocument, 'conversationId' | 'seq'>;

/** Resolves when everybody was told who is being told now: before the stores are left. */
export async function allTold(): Promise<void> {
  await Promise.all([...waiting.values()].map(({ over }) => over));
  await allWithdrawn();
}

async function tell(entry: { seq: number }, conversationId: string, recipientId: string): Promise<void> {
  for (let told = 0; told < entry.seq; ) {
    await grace();
    told = entry.seq;
    await attempt(tellUnlessPresent({ conversationId, seq: told }, recipientId), recipientId);
  }
}

/** The moments that somebody waits for. */
const moments = new Map<number, Promise<void>>();

function grace(): Promise<void> {
  const at = Math.ceil((Date.now() + graceMs) / momentMs) * momentMs;
  const moment = moments.get(at) ?? sleep(at - Date.now()).finally(() => moments.delete(at));
  moments.set(at, moment);
  return moment;
}

async function tellUnlessPresent(place: Place, recipientId: string): Promise<void> {
  // Asked first, since it is the usual case and costs the document store nothing.
  if ((await presentIn(place.conversationId)).includes(recipientId)) return;
  await tellOf(place, recipientId, async () => undefined);
}

/**
 * A message was taken back: what was told of it goes, and the one before it takes its place. Harmless where nothing
 * was told. Never throws.
 */
export function tellTakenBack(place: Place, recipientId: string): Promise<void> {
  return attempt(tellOf(place, recipientId, withdrawSoon), recipientId);
}

async function attempt(telling: Promise<void>, recipientId: string): Promise<void> {
  await telling.catch((error: unknown) =>
    logger.warn({ err: error, recipientId }, 'an absent recipient was not told'),
  );
}

/**
 * Tells of the newest message up to this one that waits for the recipient.
 * @param otherwise what is to be done where none waits, or where they have the conversation before their eyes
 */
async function tellOf(
  { conversationId, seq }: Place,
  recipientId: string,
  otherwise: (conversationId: string, userId: string) => Promise<void>,
): Promise<void> {
  const waits = await waitingFor(conversationId, recipientId);
  if (!waits) return otherwise(conversationId, recipientId);
  const { conversation, message } = waits;
  // Of a newer one its own sender's server tells.
  if (message.seq > seq) return;
  if ((await presentIn(conversationId)).includes(recipientId)) return otherwise(conversationId, recipientId);
  // The one that was to be told of was taken back. Of this one they may know: it must not sound as if it were new.
  const again = message.seq < seq;
  const { senderId, content } = message;
  const [people, listings] = await Promise.all([peopleById([senderId]), cardsById([conversation.listingId])]);
  await (again ? notify : notifyAnew)({
    key: noticeKey(conversationId, recipientId),
    userId: recipientId,
    kind: 'chat.message',
    listingId: conversation.listingId,
    listingTitle: listings.get(conversation.listingId)?.title ?? '',
    chat: { conversationId, senderId },
  });
  await pushTo(recipientId, (locale) => ({
    type: 'message',
    conversationId,
    title: people.get(senderId)?.name ?? '',
    body: bodyOf(content, locale),
    ...(again && { again }),
  }));
  // Whoever read it, or took it back, while it was being told found nothing to withdraw, or withdrew before the push.
  const now = await waitingFor(conversationId, recipientId);
  if (!now) await withdrawNow(conversationId, recipientId);
  else if (now.message.seq < message.seq) await tellOf(message, recipientId, withdrawNow);
}

interface Waits {
  conversation: repository.ConversationDocument;
  message: repository.MessageDocument;
}

/**
 * The newest message that a person has yet to read and wants to be told of. A conversation that is muted, that they
 * have left, or whose other side they have blocked, is silent: here.
 */
async function waitingFor(conversationId: string, userId: string): Promise<Waits | null> {
  const conversation = await repository.findConversation(conversationId);
  const role = conversation && roleOf(userId, conversation);
  if (!role) return null;
  const { lastSeq } = conversation;
  const { muted, readSeq } = conversation[role];
  if (muted || placeOf(lastSeq, conversation[role]) === 'left') return null;
  if (readSeq >= lastSeq) return null;
  const after = Math.max(readSeq, lastSeq - maxSought);
  const message = await repository.findNewestKept(conversationId, after, lastSeq);
  if (!message) return null;
  return blockersOf(conversation).includes(userId) ? null : { conversation, message };
}

function bodyOf(content: KeptContent, locale: Locale): string {
  if (content.kind !== 'text') return sentences[locale].message;
  const text = content.text.replace(/\s+/g, ' ').trim();
  return text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}…` : text;
}
