import { type FindCursor, MongoServerError } from 'mongodb';
import { collection } from '@/lib/platform/mongodb';
import type { Content } from '@/lib/protocol/chat';
import type { Role } from './schema';

interface Member {
  readSeq: number;
}

export interface ConversationDocument {
  _id: string;
  listingId: string;
  buyerId: string;
  sellerId: string;
  /** Both of them, for the inbox's index. */
  people: string[];
  /** Follows the newest message; behind it for a moment, never ahead. */
  lastSeq: number;
  last: { senderId: string; content: Content; sentAt: Date } | null;
  activeAt: Date;
  buyer: Member;
  seller: Member;
}

export interface MessageDocument {
  _id: string;
  conversationId: string;
  seq: number;
  senderId: string;
  clientMessageId: string;
  content: Content;
  sentAt: Date;
}

const conversations = () => collection<ConversationDocument>('conversations');
const messages = () => collection<MessageDocument>('messages');

export async function ensureIndexes(): Promise<void> {
  await Promise.all([
    conversations().createIndex({ listingId: 1, buyerId: 1 }, { unique: true }),
    conversations().createIndex({ people: 1, activeAt: -1 }),
    messages().createIndex({ conversationId: 1, seq: 1 }, { unique: true }),
    messages().createIndex({ conversationId: 1, senderId: 1, clientMessageId: 1 }, { unique: true }),
  ]);
}

const isDuplicate = (error: unknown) => error instanceof MongoServerError && error.code === 11000;

/** False when something unique about it is already there. */
async function inserted(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

export function insertConversation(document: ConversationDocument): Promise<boolean> {
  return inserted(conversations().insertOne(document));
}

export function findConversation(id: string): Promise<ConversationDocument | null> {
  return conversations().findOne({ _id: id });
}

export function findByListing(listingId: string, buyerId: string): Promise<ConversationDocument | null> {
  return conversations().findOne({ listingId, buyerId });
}

/** A person's conversations in which something was said, the newest first. */
export function findInbox(userId: string, limit: number): Promise<ConversationDocument[]> {
  return conversations()
    .find({ people: userId, lastSeq: { $gt: 0 } })
    .sort({ activeAt: -1 })
    .limit(limit)
    .toArray();
}

/** Every conversation of a person, read as it is asked for. */
export function eachConversation(userId: string): FindCursor<ConversationDocument> {
  return conversations().find({ people: userId });
}

/** What one of the two has written, read as it is asked for. */
export function eachMessageOf(conversationId: string, senderId: string): FindCursor<MessageDocument> {
  return messages().find({ conversationId, senderId }).sort({ seq: 1 });
}

const standingFields = ['lastSeq', 'buyerId', 'sellerId', 'buyer', 'seller'] as const;
export type StandingDocument = Pick<ConversationDocument, '_id' | (typeof standingFields)[number]>;

/** What the subtraction needs, of many conversations. */
export function findStandings(ids: readonly string[]): Promise<StandingDocument[]> {
  return conversations()
    .find({ _id: { $in: [...ids] } })
    .project<StandingDocument>(Object.fromEntries(standingFields.map((field) => [field, 1])))
    .toArray();
}

/** False when its number or its sender's name for it is taken. */
export function insertMessage(document: MessageDocument): Promise<boolean> {
  return inserted(messages().insertOne(document));
}

/** The message that its sender has sent under this name before. */
export function findFirst({
  conversationId,
  senderId,
  clientMessageId,
}: Pick<
  MessageDocument,
  'conversationId' | 'senderId' | 'clientMessageId'
>): Promise<MessageDocument | null> {
  return messages().findOne({ conversationId, senderId, clientMessageId });
}

export async function findLastSeq(conversationId: string): Promise<number> {
  const [newest] = await messages()
    .find({ conversationId })
    .sort({ seq: -1 })
    .limit(1)
    .project<{ seq: number }>({ seq: 1 })
    .toArray();
  return newest?.seq ?? 0;
}

/** Those from `from` on and before `before`, in order. Numbers have no holes, so this is at most the difference. */
export function findMessages(
  conversationId: string,
  from: number,
  before: number,
): Promise<MessageDocument[]> {
  return messages()
    .find({ conversationId, seq: { $gte: from, $lt: before } })
    .sort({ seq: 1 })
    .toArray();
}

/** Brings the conversation up to a stored message. Harmless when it is done again, or late. */
export async function follow(message: MessageDocument, sender: Role): Promise<void> {
  const { conversationId, seq, senderId, content, sentAt } = message;
  const ownCursor = { [`${sender}.readSeq`]: seq };
  const { matchedCount } = await conversations().updateOne(
    { _id: conversationId, lastSeq: { $lt: seq } },
    { $set: { lastSeq: seq, last: { senderId, content, sentAt }, activeAt: sentAt }, $max: ownCursor },
  );
  if (matchedCount === 0) await conversations().updateOne({ _id: conversationId }, { $max: ownCursor });
}

/** False when the cursor stands there already, or farther. */
export async function moveCursor(conversationId: string, role: Role, seq: number): Promise<boolean> {
  const field = `${role}.readSeq`;
  const result = await conversations().updateOne(
    { _id: conversationId, [field]: { $lt: seq } },
    { $max: { [field]: seq } },
  );
  return result.matchedCount > 0;
}
