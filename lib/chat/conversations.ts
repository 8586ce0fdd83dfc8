import { unknownPerson, type Viewer } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { AppError } from '@/lib/errors';
import { cardsById, getListing } from '@/lib/listings/service';
import { newId } from '@/lib/platform/ids';
import { limitRate } from '@/lib/platform/rate-limit';
import { showContent } from './kinds';
import { type Membership, requireMember } from './membership';
import { newestMessages, standingOf } from './messages';
import { areApart, otherOf, placeOf, roleOf, unreadCount, writingOf } from './policy';
import { lastSeen } from './presence';
import * as repository from './repository';
import type { ConversationDto, ThreadDto } from './schema';

export const inboxPage = 200;
/** Whoever looks for something older searches for it. */
const mostListed = 2000;

/** The one conversation of this buyer about this listing; made when it is first asked for. Returns its id. */
export async function openConversation(viewer: Viewer, listingId: string): Promise<string> {
  const listing = await getListing(viewer, listingId);
  if (listing.mine) throw new AppError('conversation.own_listing');
  const known = await repository.findByListing(listing.id, viewer.id);
  if (known) {
    // Who had left it comes back.
    if (placeOf(known.lastSeq, known.buyer) === 'left')
      await repository.arrange(known._id, 'buyer', { hidden: null });
    return known._id;
  }
  await limitRate('conversation', viewer.id, 30, 3600);
  const document = {
    _id: newId('cnv'),
    listingId: listing.id,
    buyerId: viewer.id,
    sellerId: listing.seller.id,
    people: [viewer.id, listing.seller.id],
    lastSeq: 0,
    last: null,
    // Behind all in which something was said, so that it takes none of their places in the inbox.
    activeAt: new Date(0),
    buyer: { readSeq: 0 },
    seller: { readSeq: 0 },
  };
  if (await repository.insertConversation(document)) return document._id;
  const faster = await repository.findByListing(listing.id, viewer.id);
  if (!faster) throw new AppError('conversation.busy');
  return faster._id;
}

/**
 * A person's conversations, the newest first, without those that they have left: one query here, and the same few in
 * MySQL however many they are.
 * @param limit how many are looked at; `more` says whether there are others behind them
 */
export async function inboxUpTo(
  viewer: Viewer,
  limit: number,
): Promise<{ conversations: ConversationDto[]; more: boolean }> {
  const looked = Math.min(limit, mostListed);
  const found = await repository.findInbox(viewer.id, looked + 1);
  const kept = found.slice(0, looked).flatMap((conversation) => keptBy(viewer, conversation));
  const toDto = await describer(
    viewer,
    kept.map(({ conversation }) => conversation),
  );
  return { conversations: kept.map(toDto), more: found.length > looked && looked < mostListed };
}

/** All that a person keeps, up to the most that is listed. */
export const listInbox = async (viewer: Viewer): Promise<ConversationDto[]> =>
  (await inboxUpTo(viewer, mostListed)).conversations;

/** The number on the badge: messages of others after the cursor, in all conversations of the inbox. */
export async function countUnread(viewer: Viewer): Promise<number> {
  return (await countUnreadOf([viewer.id])).get(viewer.id) ?? 0;
}

/** The same of many people, in one query. Whoever has nothing unread may be left out. */
export async function countUnreadOf(userIds: readonly string[]): Promise<Map<string, number>> {
  const wanted = new Set(userIds);
  const counts = new Map<string, number>();
  for (const conversation of await repository.findCountedOf(userIds))
    for (const role of ['buyer', 'seller'] as const) {
      const userId = conversation[`${role}Id`];
      if (!wanted.has(userId) || placeOf(conversation.lastSeq, conversation[role]) !== 'inbox') continue;
      const unread = unreadCount(conversation.lastSeq, conversation[role].readSeq);
      counts.set(userId, (counts.get(userId) ?? 0) + unread);
    }
  return counts;
}

type Kept = Membership<repository.ConversationDocument>;

/** None where they have left. */
function keptBy(viewer: Viewer, conversation: repository.ConversationDocument): Kept[] {
  const role = roleOf(viewer.id, conversation);
  return role && placeOf(conversation.lastSeq, conversation[role]) !== 'left' ? [{ conversation, role }] : [];
}

/** A conversation with its last page of messages. Throws conversation.not_found. */
export async function getThread(viewer: Viewer, conversationId: string): Promise<ThreadDto> {
  const membership = await requireMember(viewer.id, conversationId);
  const standing = standingOf(membership.conversation);
  const [toDto, messages, seenAt] = await Promise.all([
    describer(viewer, [membership.conversation]),
    newestMessages(conversationId),
    lastSeen(otherOf(viewer.id, membership.conversation)),
  ]);
  const { last: _, ...dto } = toDto(membership);
  const writing = writingOf(viewer.id, standing);
  const own = { [viewer.id]: standing.cursors[viewer.id] ?? 0 };
  return {
    ...dto,
    cursors: areApart(standing) ? own : standing.cursors,
    writing,
    otherSeenAt: writing === 'open' ? (seenAt?.toISOString() ?? null) : null,
    messages,
  };
}

/** Names the people and the things of these conversations, read once for all of them. */
async function describer(viewer: Viewer, conversations: readonly repository.ConversationDocument[]) {
  const [people, listings] = await Promise.all([
    peopleById(conversations.map((conversation) => otherOf(viewer.id, conversation))),
    cardsById(conversations.map(({ listingId }) => listingId)),
  ]);
  return ({ conversation, role }: Membership<repository.ConversationDocument>): ConversationDto => {
    const otherId = otherOf(viewer.id, conversation);
    return {
      id: conversation._id,
      role,
      other: people.get(otherId) ?? unknownPerson(otherId),
      listing: listings.get(conversation.listingId) ?? null,
      last: lastOf(conversation),
      unread: unreadCount(conversation.lastSeq, conversation[role].readSeq),
      muted: conversation[role].muted ?? false,
      archived: placeOf(conversation.lastSeq, conversation[role]) === 'archived',
    };
  };
}

/** The newest message in the list; one that was deleted before the conversation followed it keeps no words either. */
function lastOf({ last, lastSeq, deletedSeqs }: repository.ConversationDocument): ConversationDto['last'] {
  if (!last) return null;
  const kept = deletedSeqs?.includes(lastSeq) ? ({ kind: 'deleted' } as const) : last.content;
  return { ...last, content: showContent(kept), sentAt: last.sentAt.toISOString() };
}

/** Run with the migrations. */
export { ensureIndexes } from './repository';
