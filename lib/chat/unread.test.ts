import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { newId } from '@/lib/platform/ids';
import { collection, mongodb } from '@/lib/platform/mongodb';
import { createListing, createPerson } from '@/tests/harness/factories';
import { countUnread, getThread, listInbox, openConversation } from './conversations';
import { messagesAfter, readUpTo, sendMessage } from './messages';
import type { ConversationDocument, MessageDocument } from './repository';

let people: [seller: Viewer, buyer: Viewer];
beforeEach(async () => {
  people = [await createPerson(), await createPerson()];
});

/** Two people with two conversations; each acts from several devices, which know more or less of what was said. */
const who = fc.nat({ max: 1 });
const where = fc.nat({ max: 1 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('send' as const), who, where, id: fc.nat({ max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('again' as const), who, where, id: fc.nat({ max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      who,
      where,
      back: fc.integer({ min: -2, max: 6 }),
    }),
  },
);

test('whatever is sent, sent again, read late or from another device: the badge counts what others said after the cursor', async () => {
  const listings = await Promise.all([createListing(people[0]), createListing(people[0])]);
  const conversations = await Promise.all(listings.map((listing) => openConversation(people[1], listing)));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      run += 1;
      // What one person does at a time comes in order; two of them, and two devices, do not wait for each other.
      for (let start = 0; start < steps.length; start += 3)
        await Promise.all(steps.slice(start, start + 3).map((one) => act(conversations, run, one)));
      for (const viewer of people) await expectExact(viewer, conversations);
    }),
    { numRuns: 25, seed: 5 },
  );
}, 120_000);

async function act(
  conversations: readonly string[],
  run: number,
  one:
    | { kind: 'send' | 'again'; who: number; where: number; id: number }
    | { kind: 'read'; who: number; where: number; back: number },
): Promise<void> {
  const viewer = people[one.who] as Viewer;
  const conversationId = conversations[one.where] ?? '';
  if (one.kind === 'read') {
    const { messages } = await getThread(viewer, conversationId);
    await readUpTo(viewer, conversationId, Math.max(0, (messages.at(-1)?.seq ?? 0) - one.back));
    return;
  }
  const input = {
    conversationId,
    clientMessageId: `client-${run}-${one.id}`,
    content: { kind: 'text', text: `${one.id}` } as const,
  };
  await sendMessage(viewer, input);
  if (one.kind === 'again') await sendMessage(viewer, input);
}

/** The long way round: every message of every conversation, counted one by one. */
async function expectExact(viewer: Viewer, conversations: readonly string[]): Promise<void> {
  const inbox = await listInbox(viewer);
  let total = 0;
  for (const conversationId of conversations) {
    const thread = await getThread(viewer, conversationId);
    const cursor = thread.cursors[viewer.id] ?? 0;
    const after = (await messagesAfter(conversationId, cursor)) ?? [];
    const counted = after.filter(({ senderId }) => senderId !== viewer.id).length;
    expect(after.length).toBe(counted);
    expect(inbox.find(({ id }) => id === conversationId)?.unread ?? 0).toBe(counted);
    total += counted;
  }
  expect(await countUnread(viewer)).toBe(total);
}

const conversationCount = 200;

/** An inbox of 200 with this many messages behind it, written straight to the store. Returns whose it is. */
async function fillInbox(messageCount: number): Promise<Viewer> {
  const seller = await createPerson();
  const listingId = await createListing(seller);
  const each = messageCount / conversationCount;
  const conversations = Array.from({ length: conversationCount }, (_, index): ConversationDocument => {
    const buyerId = `usr_${seller.id.slice(4)}${index}`;
    return {
      ...{ _id: newId('cnv'), listingId, buyerId, sellerId: seller.id, people: [buyerId, seller.id] },
      ...{ lastSeq: each, activeAt: new Date(), buyer: { readSeq: each }, seller: { readSeq: each - 2 } },
      last: { senderId: buyerId, content: { kind: 'text', text: 'x' }, sentAt: new Date() },
    };
  });
  await collection<ConversationDocument>('conversations').insertMany(conversations);
  const messages = collection<MessageDocument>('messages');
  for (const { _id: conversationId, buyerId: senderId } of conversations) {
    const documents = Array.from({ length: each }, (_, index): MessageDocument => {
      const content = { kind: 'text', text: 'x' } as const;
      const clientMessageId = `client-${index}`;
      return {
        _id: newId('msg'),
        conversationId,
        seq: index + 1,
        senderId,
        clientMessageId,
        content,
        sentAt: new Date(),
      };
    });
    await messages.insertMany(documents, { ordered: false });
  }
  return seller;
}

/** What the store looks at for an inbox, by its own account. */
async function examinedFor(viewer: Viewer): Promise<number> {
  const explained = await mongodb().command({
    explain: {
      find: 'conversations',
      filter: { people: viewer.id },
      sort: { activeAt: -1 },
      limit: conversationCount,
    },
    verbosity: 'executionStats',
  });
  return explained.executionStats.totalDocsExamined;
}

test('what the store looks at for the badge of 200 conversations does not grow with their messages', async () => {
  const [few, many] = [await fillInbox(1_000), await fillInbox(100_000)];
  const examined = [await examinedFor(few), await examinedFor(many)];
  for (const viewer of [few, many]) expect(await countUnread(viewer)).toBe(2 * conversationCount);
  expect(examined).toEqual([conversationCount, conversationCount]);
}, 240_000);
