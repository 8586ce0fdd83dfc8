import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { blockPerson, unblockPerson } from '@/lib/moderation/service';
import { collection } from '@/lib/platform/mongodb';
import { createListing, createPerson } from '@/tests/harness/factories';
import { countUnread, getThread, listInbox, openConversation } from './conversations';
import { requireMember } from './membership';
import { messagesAfter, olderMessages, readUpTo, sendMessage } from './messages';

let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const input = (text: string, clientMessageId: string = randomUUID()) => ({
  conversationId,
  clientMessageId,
  content: { kind: 'text', text } as const,
});
const say = (viewer: Viewer, text: string) => sendMessage(viewer, input(text));
const texts = async () =>
  ((await messagesAfter(conversationId, 0)) ?? []).map(({ content }) =>
    content.kind === 'text' ? content.text : content.kind,
  );

describe('opening', () => {
  test('there is one conversation of a buyer about a listing, however often and at once it is opened', async () => {
    const listingId = await createListing(seller);
    const ids = await Promise.all(Array.from({ length: 8 }, () => openConversation(buyer, listingId)));
    expect(new Set(ids).size).toBe(1);
  });

  test('nobody writes to themselves, nor about what they may not see', async () => {
    const listingId = await createListing(seller);
    await expect(openConversation(seller, listingId)).rejects.toMatchObject({
      code: 'conversation.own_listing',
    });
    await expect(openConversation(buyer, 'lst_none')).rejects.toMatchObject({ code: 'listing.not_found' });
  });

  test("a stranger's conversation is the same as none", async () => {
    const stranger = await createPerson();
    const refused = { code: 'conversation.not_found', details: {} };
    for (const id of [conversationId, 'cnv_none']) {
      await expect(getThread(stranger, id)).rejects.toMatchObject(refused);
      await expect(olderMessages(stranger, id, 10)).rejects.toMatchObject(refused);
      await expect(readUpTo(stranger, id, 1)).rejects.toMatchObject(refused);
      await expect(sendMessage(stranger, { ...input('x'), conversationId: id })).rejects.toMatchObject(
        refused,
      );
    }
  });
});

describe('sending', () => {
  test('what a socket knows may lag behind the store: no number is left out, and a block takes hold', async () => {
    const known = await requireMember(buyer.id, conversationId);
    await say(seller, '하나');
    await say(seller, '둘');
    expect((await sendMessage(buyer, input('셋'), known)).seq).toBe(3);
    const stored = input('넷');
    const first = await sendMessage(buyer, stored, known);
    await blockPerson(seller, buyer.id);
    for (const viewer of [buyer, seller]) {
      const refused = sendMessage(viewer, input('다섯'), await requireMember(viewer.id, conversationId));
      await expect(refused).rejects.toMatchObject({ code: 'conversation.closed' });
    }
    await expect(sendMessage(buyer, input('다섯'), known)).rejects.toMatchObject({
      code: 'conversation.closed',
    });
    expect(await sendMessage(buyer, stored, known)).toEqual(first);
    await unblockPerson(seller, buyer.id);
    expect((await sendMessage(buyer, input('다섯'), known)).seq).toBe(5);
    expect(await texts()).toEqual(['하나', '둘', '셋', '넷', '다섯']);
  });

  test('the same clientMessageId gives the first result again, also at once', async () => {
    const once = input('한 번');
    const results = await Promise.all(Array.from({ length: 10 }, () => sendMessage(buyer, once)));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await sendMessage(buyer, { ...once, content: { kind: 'text', text: '다른 말' } })).toEqual(
      results[0],
    );
    expect(await texts()).toEqual(['한 번']);
  });

  test("the other's clientMessageId of the same name is another message", async () => {
    await sendMessage(buyer, input('a', 'client-same'));
    await sendMessage(seller, input('b', 'client-same'));
    expect(await texts()).toEqual(['a', 'b']);
  });

  test('fifty at once are numbered from 1 to 50', async () => {
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, index) => say(index % 2 ? buyer : seller, `${index}`)),
    );
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect((await texts()).length).toBe(50);
  });

  test('what died between the message and its conversation is mended by sending again', async () => {
    const lost = input('거의 잃은 글');
    await sendMessage(buyer, lost);
    await collection<{ _id: string }>('conversations').updateOne(
      { _id: conversationId },
      { $set: { lastSeq: 0, last: null, 'buyer.readSeq': 0 } },
    );
    expect(await countUnread(seller)).toBe(0);
    await sendMessage(buyer, lost);
    expect(await countUnread(seller)).toBe(1);
    expect(await countUnread(buyer)).toBe(0);
  });
});

describe('reading', () => {
  test('the cursor moves forward only, and not past the last message', async () => {
    for (const text of ['1', '2', '3']) await say(buyer, text);
    await readUpTo(seller, conversationId, 2);
    await readUpTo(seller, conversationId, 1);
    expect((await getThread(seller, conversationId)).cursors[seller.id]).toBe(2);
    await readUpTo(seller, conversationId, 1000);
    expect((await getThread(seller, conversationId)).cursors[seller.id]).toBe(3);
    await say(buyer, '4');
    expect(await countUnread(seller)).toBe(1);
  });

  test('a page ends where the next begins, and the first page is short', async () => {
    for (let index = 1; index <= 60; index += 1) await say(buyer, `${index}`);
    const { messages } = await getThread(buyer, conversationId);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
    const older = await olderMessages(buyer, conversationId, 11);
    expect(older.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
  });

  test('who missed too much, or claims to know more than there is, starts anew', async () => {
    for (let index = 0; index < 202; index += 1) await say(buyer, `${index}`);
    expect(await messagesAfter(conversationId, 0)).toBeNull();
    expect((await messagesAfter(conversationId, 2))?.length).toBe(200);
    expect(await messagesAfter(conversationId, 202)).toEqual([]);
    expect(await messagesAfter(conversationId, 203)).toBeNull();
  });
});

test('the inbox shows what was said to whom about what, to both, and nothing where nothing was said', async () => {
  expect(await listInbox(seller)).toEqual([]);
  await say(buyer, '아직 있나요?');
  const [line] = await listInbox(seller);
  expect(line).toMatchObject({
    id: conversationId,
    role: 'seller',
    unread: 1,
    other: { id: buyer.id, name: buyer.name },
    listing: { title: '접이식 자전거' },
    last: { senderId: buyer.id, content: { kind: 'text', text: '아직 있나요?' } },
  });
  expect((await listInbox(buyer))[0]).toMatchObject({ role: 'buyer', unread: 0 });
});
