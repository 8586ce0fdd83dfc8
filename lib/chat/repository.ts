import { type FindCursor, MongoClientBulkWriteError, MongoServerError } from 'mongodb';
import { type Block, blockedCode, failWhereBlocked, lookUpBlocks } from '@/lib/moderation/blocks';
import { collection, mongodb } from '@/lib/platform/mongodb';
import type { ConversationDocument, MessageDocument } from './documents';
import type { Hidden } from './policy';
import type { ArrangeInput, Role } from './schema';

export type { ConversationDocument, MessageDocument } from './documents';

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

const duplicateKey = 11000;

/** False when its listing has one with its buyer already. */
export async function insertConversation(document: ConversationDocument): Promise<boolean> {
  try {
    await conversations().insertOne(document);
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === duplicateKey) return false;
    throw error;
  }
}

interface Blocked {
  /** What keeps the two apart. */
  blocks: Block[];
}
export type ReadConversation = ConversationDocument & Blocked;

/** What a message needs to know of its conversation. Its people never change; numbers may lag behind the store. */
export type KnownConversation = Pick<
  ConversationDocument,
  '_id' | 'listingId' | 'buyerId' | 'sellerId' | 'lastSeq' | 'buyer' | 'seller'
>;

export async function findConversation(id: string): Promise<ReadConversation | null> {
  const stages = [{ $match: { _id: id } }, ...lookUpBlocks];
  return (await conversations().aggregate<ReadConversation>(stages).toArray())[0] ?? null;
}

export function findByListing(listingId: string, buyerId: string): Promise<ConversationDocument | null> {
  return conversations().findOne({ listingId, buyerId });
}

/**
 * A person's conversations in which something was said, the newest first. What was said is looked at here: with another
 * condition than the index has, SecantusDB reads every conversation of everybody.
 */
export async function findInbox(userId: string, limit: number): Promise<ConversationDocument[]> {
  const found = await conversations().find({ people: userId }).sort({ activeAt: -1 }).limit(limit).toArray();
  return found.filter(({ lastSeq }) => lastSeq > 0);
}

/** Every conversation of a person, read as it is asked for. */
export function eachConversation(userId: string): FindCursor<ConversationDocument> {
  return conversations().find({ people: userId });
}

/** What one of the two has written, read as it is asked for. */
export function eachMessageOf(conversationId: string, senderId: string): FindCursor<MessageDocument> {
  return messages().find({ conversationId, senderId }).sort({ seq: 1 });
}

const standingFields = ['lastSeq', 'buyerId', 'sellerId', 'buyer', 'seller', 'deletedSeqs'] as const;
export type StandingDocument = Pick<ConversationDocument, '_id' | (typeof standingFields)[number]>;

export type ReadStanding = StandingDocument & Blocked;

const nowChanged = { $currentDate: { changedAt: true } } as const;

const standing = Object.fromEntries(standingFields.map((field) => [field, 1]));
/** What a badge counts by: of everything that a person has ever talked about, so without what was taken back there. */
export type CountedDocument = Omit<StandingDocument, 'deletedSeqs'>;
const { deletedSeqs: _, ...counted } = standing;

/** Which of these conversations have changed since, and when last, in milliseconds, by the store's clock. */
export async function findChanged(ids: readonly string[], since: Date): Promise<Map<string, number>> {
  const found = await conversations()
    .find({ _id: { $in: [...ids] }, changedAt: { $gte: since } })
    .project<{ _id: string; changedAt: Date }>({ changedAt: 1 })
    .toArray();
  return new Map(found.map(({ _id, changedAt }) => [_id, changedAt.getTime()]));
}

/** What the subtraction needs, of many conversations, with what keeps their people apart. */
export function findStandings(ids: readonly string[]): Promise<ReadStanding[]> {
  const stages = [{ $match: { _id: { $in: [...ids] } } }, { $project: standing }, ...lookUpBlocks];
  return conversations().aggregate<ReadStanding>(stages).toArray();
}

/** What the subtraction needs, of every conversation of many people. */
export function findCountedOf(userIds: readonly string[]): Promise<CountedDocument[]> {
  return conversations()
    .find({ people: { $in: [...userIds] } })
    .project<CountedDocument>(counted)
    .toArray();
}

/**
 * Stores a message where neither has blocked the other, and brings its conversation up to it, in one command. `taken`:
 * its number is, or its sender's name for it. Nothing was changed unless it was stored.
 */
export async function append(
  message: MessageDocument,
  sender: Role,
  { buyerId, sellerId }: KnownConversation,
): Promise<'stored' | 'taken' | 'blocked'> {
  const client = mongodb().client;
  const steps = [
    failWhereBlocked(buyerId, sellerId),
    { name: 'insertOne', namespace: messages().namespace, document: message },
    { name: 'updateOne', namespace: conversations().namespace, ...following(message, sender) },
  ] as const;
  try {
    const { matchedCount } = await client.bulkWrite<Record<string, { _id: string }>>(steps, {
      ordered: true,
    });
    if (matchedCount === 0) await follow(message, sender);
    return 'stored';
  } catch (error) {
    const refused = error instanceof MongoClientBulkWriteError && [...error.writeErrors.values()][0]?.code;
    if (refused === duplicateKey) return 'taken';
    if (refused === blockedCode) return 'blocked';
    throw error;
  }
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

export function findMessage(id: string): Promise<MessageDocument | null> {
  return messages().findOne({ _id: id });
}

/** So many deletions are told to those who come back; the page itself shows all of them. */
const keptDeletions = 100;

/** The words go, the number stays. Harmless when it is done again. */
export async function eraseContent({ _id, conversationId, seq }: MessageDocument): Promise<void> {
  await messages().updateOne({ _id }, { $set: { content: { kind: 'deleted' } } });
  await conversations().updateOne(
    { _id: conversationId, deletedSeqs: { $ne: seq } },
    { $push: { deletedSeqs: { $each: [seq], $slice: -keptDeletions } }, ...nowChanged },
  );
  await conversations().updateOne(
    { _id: conversationId, lastSeq: seq },
    { $set: { 'last.content': { kind: 'deleted' } } },
  );
}

/**
 * Whether a message of the conversation shows this picture.
 * @param except the message that does not count
 */
export async function isShown(conversationId: string, mediaId: string, except = ''): Promise<boolean> {
  const shows = { conversationId, _id: { $ne: except }, 'content.picture.mediaId': mediaId };
  return (await messages().findOne(shows, { projection: { _id: 1 } })) !== null;
}

/** Something about these people has changed. Returns the conversations that all of them have part in. */
export async function markOf(people: readonly string[]): Promise<string[]> {
  const theirs = { people: { $all: [...people] } };
  await conversations().updateMany(theirs, nowChanged);
  const found = await conversations().find(theirs).project<{ _id: string }>({ _id: 1 }).toArray();
  return found.map(({ _id }) => _id);
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

/** The newest message after `after`, up to `upTo`, that was not deleted. */
export function findNewestKept(
  conversationId: string,
  after: number,
  upTo: number,
): Promise<MessageDocument | null> {
  return messages().findOne(
    { conversationId, seq: { $gt: after, $lte: upTo }, 'content.kind': { $ne: 'deleted' } },
    { sort: { seq: -1 } },
  );
}

/** Brings the conversation up to a message that was stored before. Harmless when it is done again, or late. */
export async function follow(message: MessageDocument, sender: Role): Promise<void> {
  const { filter, update } = following(message, sender);
  const { matchedCount } = await conversations().updateOne(filter, update);
  if (matchedCount === 0) await moveCursor(message.conversationId, sender, message.seq);
}

/** Only forward: where the conversation is farther already, the sender's cursor alone is to be moved. */
function following({ conversationId, seq, senderId, content, sentAt }: MessageDocument, sender: Role) {
  return {
    filter: { _id: conversationId, lastSeq: { $lt: seq } },
    update: {
      $set: { lastSeq: seq, last: { senderId, content, sentAt }, activeAt: sentAt },
      $max: { [`${sender}.readSeq`]: seq },
      ...nowChanged,
    },
  };
}

/** @param hidden absent: stays as it is; null: back in the inbox */
export async function arrange(
  conversationId: string,
  role: Role,
  { muted, hidden }: Pick<ArrangeInput, 'muted'> & { hidden?: Hidden | null },
): Promise<void> {
  const fields = {
    ...(muted !== undefined && { [`${role}.muted`]: muted }),
    ...(hidden !== undefined && { [`${role}.hidden`]: hidden }),
  };
  if (Object.keys(fields).length > 0)
    await conversations().updateOne({ _id: conversationId }, { $set: fields });
}

/** The newest message of each of these conversations with this text in it, upper or lower case. */
export async function findByText(
  conversationIds: readonly string[],
  text: string,
): Promise<MessageDocument[]> {
  const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = {
    conversationId: { $in: [...conversationIds] },
    'content.text': { $regex: pattern, $options: 'i' },
  };
  const newest = await messages()
    .aggregate<{ newest: MessageDocument }>([
      { $match: found },
      { $sort: { seq: -1 } },
      { $group: { _id: '$conversationId', newest: { $first: '$$ROOT' } } },
    ])
    .toArray();
  return newest.map((group) => group.newest);
}

/** False when the cursor stands there already, or farther. */
export async function moveCursor(conversationId: string, role: Role, seq: number): Promise<boolean> {
  const field = `${role}.readSeq`;
  const result = await conversations().updateOne(
    { _id: conversationId, [field]: { $lt: seq } },
    { $max: { [field]: seq }, ...nowChanged },
  );
  return result.matchedCount > 0;
}
