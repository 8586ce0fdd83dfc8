import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { blockersOf, hasLeft } from '@/lib/moderation/blocks';
import { isReported } from '@/lib/moderation/evidence';
import { parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { OneAtATime } from '@/lib/platform/one-at-a-time';
import { limitRate } from '@/lib/platform/rate-limit';
import { type Cursors, type Message, seqSchema } from '@/lib/protocol/chat';
import { tellAbsent, tellTakenBack } from './absent';
import {
  freeContent,
  type KeptContent,
  keepContent,
  liesElsewhere,
  settleContent,
  showContent,
} from './kinds';
import { type Membership, requireMember, requireOpen } from './membership';
import { mayDelete, type Obstacles, otherOf } from './policy';
import { publishEvent, publishInbox } from './publish';
import * as repository from './repository';
import { pageSize, type Role, type SendMessageInput, sendMessageSchema } from './schema';
import { withdrawSoon } from './withdraw';

/** Of two servers one wins each number, so that a few attempts always do. */
const maxAttempts = 200;
/** Who missed more than this starts anew with the last page. */
const maxMissed = 200;

/** The senders of this process wait for each other instead of fighting over the next number. */
const senders = new OneAtATime();

/** What an open socket knows of a conversation that it watches. */
export type Known = Membership<repository.KnownConversation>;

/**
 * Stores a message and tells whoever watches. It is stored by a majority when this returns. The same clientMessageId
 * gives the first result again, on whichever way it comes.
 * @param known spares reading the conversation; that it lags behind is noticed by the write
 */
export async function sendMessage(viewer: Viewer, input: SendMessageInput, known?: Known): Promise<Message> {
  const { conversationId, clientMessageId, content } = parseInput(sendMessageSchema, input);
  const name = { conversationId, senderId: viewer.id, clientMessageId };
  let membership: Known;
  let kept: KeptContent;
  try {
    // What lies elsewhere is taken before the write asks for a block: there it is asked for first.
    membership = known && !liesElsewhere(content) ? known : await requireOpen(viewer.id, conversationId);
    kept = await keepContent(viewer, membership.conversation, content);
  } catch (error) {
    // What was stored before is acknowledged all the same.
    const first = await repository.findFirst(name);
    if (first) return toMessage(first);
    throw error;
  }
  const { conversation, role } = membership;
  const stored = await senders.run(conversationId, () => append({ ...name, content: kept }, membership));
  const message = toMessage(stored);
  publishEvent(conversationId, { type: 'message', message, publishedAt: Date.now() });
  // Whoever answers has read what was said before.
  const hadRead = conversation[role].readSeq >= stored.seq - 1;
  // A repeat may have found the cursor where the first attempt, which died before it told anybody, has moved it.
  const isNew = stored.seq > conversation.lastSeq;
  publishInbox(viewer.id, { sameCount: hadRead && isNew });
  const otherId = otherOf(viewer.id, conversation);
  publishInbox(otherId);
  tellAbsent(stored, otherId);
  // Whoever is given the message moves its sender's cursor by themselves.
  if (!hadRead) void withdrawSoon(conversationId, viewer.id);
  await settleContent(kept);
  return message;
}

/** The same over HTTP, which has no server that counts what one person sends: Redis does. Throws rate.limited. */
export async function postMessage(viewer: Viewer, input: SendMessageInput): Promise<Message> {
  await limitRate('message', viewer.id, 120, 60);
  return sendMessage(viewer, input);
}

type Unnumbered = Omit<repository.MessageDocument, '_id' | 'seq' | 'sentAt'>;

/**
 * Insert, and again with the next number where somebody else was faster. Throws conversation.closed,
 * conversation.busy.
 */
async function append(
  message: Unnumbered,
  { conversation, role: sender }: Known,
): Promise<repository.MessageDocument> {
  let seq = conversation.lastSeq + 1;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const document = { ...message, _id: newId('msg'), seq, sentAt: new Date() };
    const outcome = await repository.append(document, sender, conversation);
    if (outcome === 'stored') return document;
    const first = await repository.findFirst(message);
    if (first) {
      // The first attempt may have died between the two.
      await repository.follow(first, sender);
      return first;
    }
    if (outcome === 'blocked') throw new AppError('conversation.closed');
    seq = (await repository.findLastSeq(message.conversationId)) + 1;
  }
  throw new AppError('conversation.busy');
}

/**
 * Takes back what this person has just said: its number stays, so that nothing else has to count anew. Throws
 * conversation.not_found, message.not_found, message.too_late.
 */
export async function deleteMessage(
  viewer: Viewer,
  conversationId: string,
  messageId: string,
  now = Date.now(),
): Promise<void> {
  const { conversation } = await requireMember(viewer.id, conversationId);
  const message = await repository.findMessage(messageId);
  if (message?.conversationId !== conversationId || message.senderId !== viewer.id)
    throw new AppError('message.not_found');
  // One that died half way is finished whenever it is asked for again.
  if (message.content.kind !== 'deleted' && !mayDelete(viewer.id, message, now))
    throw new AppError('message.too_late');
  // First, so that one that dies here leaves no picture behind that nothing names any more.
  if (!(await isNeededStill(message))) await freeContent(message.content);
  await repository.eraseContent(message);
  publishEvent(conversationId, { type: 'changed', conversationId });
  for (const userId of conversation.people) publishInbox(userId);
  void tellTakenBack(message, otherOf(viewer.id, conversation));
}

/** By a report, or by another message with the same picture: nothing keeps a browser from sending one twice. */
async function isNeededStill(message: repository.MessageDocument): Promise<boolean> {
  const { _id, conversationId, content } = message;
  if (!('picture' in content)) return false;
  return (await isReported(_id)) || (await repository.isShown(conversationId, content.picture.mediaId, _id));
}

/**
 * What came after `lastSeq`; null when that is too much, or when the store knows less than the asker.
 * @param known a number that the conversation is known to have reached
 */
export async function messagesAfter(
  conversationId: string,
  lastSeq: number,
  known = 0,
): Promise<readonly Message[] | null> {
  const missed = await repository.findMessages(conversationId, lastSeq + 1, lastSeq + maxMissed + 2);
  if (missed.length > maxMissed) return null;
  if (missed.length === 0 && lastSeq > known && (await repository.findLastSeq(conversationId)) < lastSeq)
    return null;
  return missed.map(toMessage);
}

export async function newestMessages(conversationId: string): Promise<Message[]> {
  const lastSeq = await repository.findLastSeq(conversationId);
  const documents = await repository.findMessages(conversationId, lastSeq - pageSize + 1, lastSeq + 1);
  return documents.map(toMessage);
}

/** The page of messages before `beforeSeq`. Throws conversation.not_found. */
export async function olderMessages(
  viewer: Viewer,
  conversationId: string,
  beforeSeq: number,
): Promise<Message[]> {
  await requireMember(viewer.id, conversationId);
  const before = parseInput(seqSchema, beforeSeq);
  const documents = await repository.findMessages(conversationId, before - pageSize, before);
  return documents.map(toMessage);
}

/**
 * Moves the reader's cursor forward, never past the last message. Throws conversation.not_found.
 * @param known spares reading the conversation, whose last number it knows once it was shown
 */
export async function readUpTo(
  viewer: Viewer,
  conversationId: string,
  seq: number,
  known?: Known,
): Promise<void> {
  const membership = known ?? (await requireMember(viewer.id, conversationId));
  const { conversation, role } = membership;
  const reached = Math.min(seq, conversation.lastSeq);
  if (reached <= conversation[role].readSeq) return;
  if (!(await repository.moveCursor(conversationId, role, reached))) return;
  publishInbox(viewer.id);
  const cursors = { ...cursorsOf(membership), [viewer.id]: reached };
  publishEvent(conversationId, { type: 'cursors', conversationId, cursors });
  // Nothing is left to be told of.
  if (reached >= conversation.lastSeq) void withdrawSoon(conversationId, viewer.id);
}

export function cursorsOf({
  conversation,
}: {
  conversation: Pick<repository.StandingDocument, Role | `${Role}Id`>;
}): Cursors {
  const { buyerId, sellerId, buyer, seller } = conversation;
  return { [buyerId]: buyer.readSeq, [sellerId]: seller.readSeq };
}

/** A message of this conversation, for those who have proven that they belong there. */
export async function findInConversation(conversationId: string, messageId: string): Promise<Message | null> {
  const document = await repository.findMessage(messageId);
  return document?.conversationId === conversationId ? toMessage(document) : null;
}

/** The newest messages of these conversations with this text in them, at most one of each. */
export async function findByText(
  conversationIds: readonly string[],
  text: string,
): Promise<Map<string, Message>> {
  const found = await repository.findByText(conversationIds, text);
  return new Map(found.map((document) => [document.conversationId, toMessage(document)]));
}

function toMessage({ _id, sentAt, content, ...rest }: repository.MessageDocument): Message {
  return { id: _id, ...rest, content: showContent(content), sentAt: sentAt.toISOString() };
}

export interface Standing extends Obstacles {
  lastSeq: number;
  cursors: Cursors;
  /** The latest numbers of deleted messages. */
  deleted: readonly number[];
}

/** How a conversation that was just read stands. */
export function standingOf(conversation: repository.ReadStanding): Standing {
  const { lastSeq, deletedSeqs = [] } = conversation;
  return {
    lastSeq,
    cursors: cursorsOf({ conversation }),
    deleted: deletedSeqs,
    blockers: blockersOf(conversation),
    left: hasLeft(conversation),
  };
}

/** Which of these conversations have changed since, and when, so that only they need to be looked at. */
export const changedSince = repository.findChanged;

/** How these conversations stand in the store: for a server that asks whether it missed something. */
export async function standings(conversationIds: readonly string[]): Promise<Map<string, Standing>> {
  const found = await repository.findStandings(conversationIds);
  return new Map(found.map((conversation) => [conversation._id, standingOf(conversation)]));
}
