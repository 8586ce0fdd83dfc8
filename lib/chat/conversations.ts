import { unknownPerson, type Viewer } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { AppError } from '@/lib/errors';
import { cardsById, getListing } from '@/lib/listings/service';
import { newId } from '@/lib/platform/ids';
import { limitRate } from '@/lib/platform/rate-limit';
import { type Membership, requireMember } from './membership';
import { cursorsOf, newestMessages } from './messages';
import { otherOf, roleOf, unreadCount } from './policy';
import * as repository from './repository';
import type { ConversationDto, ThreadDto } from './schema';

const inboxLimit = 200;

/** The one conversation of this buyer about this listing; made when it is first asked for. Returns its id. */
export async function openConversation(viewer: Viewer, listingId: string): Promise<string> {
  const listing = await getListing(viewer, listingId);
  if (listing.mine) throw new AppError('conversation.own_listing');
  const known = await repository.findByListing(listingId, viewer.id);
  if (known) return known._id;
  await limitRate('conversation', viewer.id, 30, 3600);
  const document = {
    _id: newId('cnv'),
    listingId,
    buyerId: viewer.id,
    sellerId: listing.seller.id,
    people: [viewer.id, listing.seller.id],
    lastSeq: 0,
    last: null,
    activeAt: new Date(),
    buyer: { readSeq: 0 },
    seller: { readSeq: 0 },
  };
  if (await repository.insertConversation(document)) return document._id;
  const faster = await repository.findByListing(listingId, viewer.id);
  if (!faster) throw new AppError('conversation.busy');
  return faster._id;
}

/** A person's conversations, the newest first: one query here, and the same few in MySQL however many they are. */
export async function listInbox(viewer: Viewer): Promise<ConversationDto[]> {
  const conversations = await repository.findInbox(viewer.id, inboxLimit);
  const toDto = await describer(viewer, conversations);
  return conversations.flatMap((conversation) => {
    const role = roleOf(viewer.id, conversation);
    return role ? [toDto({ conversation, role })] : [];
  });
}

/** The number on the badge: messages of others after the cursor, in all conversations. */
export async function countUnread(viewer: Viewer): Promise<number> {
  const conversations = await repository.findInbox(viewer.id, inboxLimit);
  return conversations.reduce((sum, conversation) => {
    const role = roleOf(viewer.id, conversation);
    return role ? sum + unreadCount(conversation.lastSeq, conversation[role].readSeq) : sum;
  }, 0);
}

/** A conversation with its last page of messages. Throws conversation.not_found. */
export async function getThread(viewer: Viewer, conversationId: string): Promise<ThreadDto> {
  const membership = await requireMember(viewer.id, conversationId);
  const [toDto, messages] = await Promise.all([
    describer(viewer, [membership.conversation]),
    newestMessages(conversationId),
  ]);
  const { last: _, ...dto } = toDto(membership);
  return { ...dto, cursors: cursorsOf(membership), messages };
}

/** Names the people and the things of these conversations, read once for all of them. */
async function describer(viewer: Viewer, conversations: readonly repository.ConversationDocument[]) {
  const [people, listings] = await Promise.all([
    peopleById(conversations.map((conversation) => otherOf(viewer.id, conversation))),
    cardsById(conversations.map(({ listingId }) => listingId)),
  ]);
  return ({ conversation, role }: Membership): ConversationDto => {
    const otherId = otherOf(viewer.id, conversation);
    const { last } = conversation;
    return {
      id: conversation._id,
      role,
      other: people.get(otherId) ?? unknownPerson(otherId),
      listing: listings.get(conversation.listingId) ?? null,
      last: last && { ...last, sentAt: last.sentAt.toISOString() },
      unread: unreadCount(conversation.lastSeq, conversation[role].readSeq),
    };
  };
}

/** Run with the migrations. */
export { ensureIndexes } from './repository';
