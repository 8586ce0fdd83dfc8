import { Collection } from 'mongodb';
import { expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { newId } from '@/lib/platform/ids';
import { collection } from '@/lib/platform/mongodb';
import { createListing, createPerson } from '@/tests/harness/factories';
import { countUnread, inboxUpTo, listInbox } from './conversations';
import type { ConversationDocument, MessageDocument } from './repository';

const count = 200;

/** Conversations of one seller, each with two unread messages; written straight to the store, since there are many. */
async function fillInbox(seller: Viewer): Promise<string[]> {
  const listingId = await createListing(seller);
  const documents = Array.from({ length: count }, (_, index): ConversationDocument => {
    const buyerId = `usr_${seller.id.slice(4)}${index}`;
    return {
      _id: newId('cnv'),
      listingId,
      buyerId,
      sellerId: seller.id,
      people: [buyerId, seller.id],
      lastSeq: 5,
      last: { senderId: buyerId, content: { kind: 'text', text: `${index}` }, sentAt: new Date() },
      activeAt: new Date(Date.now() - index * 1000),
      buyer: { readSeq: 5 },
      seller: { readSeq: 3 },
    };
  });
  await collection<ConversationDocument>('conversations').insertMany(documents);
  return documents.map(({ _id }) => _id);
}

async function addMessages(conversationId: string, messages: number): Promise<void> {
  const documents = Array.from(
    { length: messages },
    (_, index): MessageDocument => ({
      _id: newId('msg'),
      conversationId,
      seq: index + 1,
      senderId: 'usr_x',
      clientMessageId: `client-${index}`,
      content: { kind: 'text', text: 'x' },
      sentAt: new Date(),
    }),
  );
  await collection<MessageDocument>('messages').insertMany(documents);
}

test('an inbox of 200 is one query of its own collection, and messages are never looked at', async () => {
  const seller = await createPerson();
  const [first = ''] = await fillInbox(seller);
  await addMessages(first, 2000);
  const asked: string[] = [];
  for (const method of ['find', 'findOne', 'aggregate', 'countDocuments'] as const) {
    const original = Collection.prototype[method] as (...args: unknown[]) => unknown;
    vi.spyOn(Collection.prototype, method).mockImplementation(function (
      this: Collection,
      ...args: unknown[]
    ) {
      asked.push(this.collectionName);
      return original.apply(this, args) as never;
    });
  }
  const inbox = await listInbox(seller);
  expect(inbox.map(({ last }) => last?.content)).toEqual(
    Array.from({ length: count }, (_, index) => ({ kind: 'text', text: `${index}` })),
  );
  expect(asked).toEqual(['conversations']);
  expect(await countUnread(seller)).toBe(2 * count);
  expect(asked).toEqual(['conversations', 'conversations']);
  const { conversations, more } = await inboxUpTo(seller, count - 1);
  expect([conversations.length, more]).toEqual([count - 1, true]);
  expect((await inboxUpTo(seller, count)).more).toBe(false);
});
