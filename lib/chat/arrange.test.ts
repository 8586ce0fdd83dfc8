import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { createListing, createPerson } from '@/tests/harness/factories';
import { arrangeConversation, searchConversations } from './arrange';
import { countUnread, getThread, listInbox, openConversation } from './conversations';
import { deleteMessage, sendMessage } from './messages';

let seller: Viewer;
let buyer: Viewer;
let listingId: string;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  listingId = await createListing(seller);
  conversationId = await openConversation(buyer, listingId);
});

const say = (viewer: Viewer, text: string) =>
  sendMessage(viewer, { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } });
const arrange = (viewer: Viewer, input: Parameters<typeof arrangeConversation>[2]) =>
  arrangeConversation(viewer, conversationId, input);
const standing = async (viewer: Viewer) =>
  (await listInbox(viewer)).map(({ archived, muted, unread }) => ({ archived, muted, unread }));

describe('arranging', () => {
  test('an archived conversation is out of the badge, for oneself, until somebody writes', async () => {
    await say(buyer, '1');
    await arrange(seller, { place: 'archived' });
    expect(await standing(seller)).toEqual([{ archived: true, muted: false, unread: 1 }]);
    expect(await countUnread(seller)).toBe(0);
    expect((await standing(buyer))[0]?.archived).toBe(false);
    await say(buyer, '2');
    expect(await standing(seller)).toEqual([{ archived: false, muted: false, unread: 2 }]);
    expect(await countUnread(seller)).toBe(2);
  });

  test("one's own message brings it back too", async () => {
    await say(buyer, '1');
    await arrange(seller, { place: 'archived' });
    await say(seller, '2');
    expect((await standing(seller))[0]?.archived).toBe(false);
  });

  test('who leaves sees it no more until somebody writes; what was said is still there then', async () => {
    await say(buyer, '1');
    await arrange(seller, { place: 'left' });
    expect(await standing(seller)).toEqual([]);
    expect(await countUnread(seller)).toBe(0);
    expect(await searchConversations(seller, '1')).toEqual([]);
    expect(await standing(buyer)).toHaveLength(1);
    await say(buyer, '2');
    expect(await standing(seller)).toEqual([{ archived: false, muted: false, unread: 2 }]);
    expect((await getThread(seller, conversationId)).messages).toHaveLength(2);
  });

  test('undoing brings back exactly what was there', async () => {
    await say(buyer, '1');
    const before = await standing(seller);
    for (const place of ['archived', 'left'] as const) {
      await arrange(seller, { place });
      await arrange(seller, { place: 'inbox' });
      expect(await standing(seller)).toEqual(before);
      expect(await countUnread(seller)).toBe(1);
    }
  });

  test('opening it again from the listing brings back a conversation that one has left', async () => {
    await say(buyer, '1');
    await arrange(buyer, { place: 'left' });
    expect(await openConversation(buyer, listingId)).toBe(conversationId);
    expect(await standing(buyer)).toHaveLength(1);
  });

  test('a muted conversation still counts, and what is not said stays', async () => {
    await say(buyer, '1');
    await arrange(seller, { muted: true });
    await arrange(seller, { place: 'archived' });
    expect(await standing(seller)).toEqual([{ archived: true, muted: true, unread: 1 }]);
    await arrange(seller, { place: 'inbox' });
    expect(await countUnread(seller)).toBe(1);
  });

  test("a stranger's conversation cannot be arranged", async () => {
    const stranger = await createPerson();
    await expect(arrange(stranger, { muted: true })).rejects.toMatchObject({
      code: 'conversation.not_found',
    });
  });
});

describe('searching', () => {
  const found = async (viewer: Viewer, query: string) =>
    (await searchConversations(viewer, query)).map(({ id, message }) => ({ id, seq: message?.seq ?? null }));

  test('finds the name, the title and the newest message, in any case, archived too', async () => {
    await say(buyer, 'Hello, 혹시 Brompton 인가요?');
    await say(seller, '네, brompton 이에요');
    await arrange(seller, { place: 'archived' });
    expect(await found(seller, 'BROMPTON')).toEqual([{ id: conversationId, seq: 2 }]);
    expect(await found(seller, 'hello')).toEqual([{ id: conversationId, seq: 1 }]);
    expect(await found(seller, '자전거')).toEqual([{ id: conversationId, seq: null }]);
    expect(await found(seller, buyer.name.slice(0, 12))).toEqual([{ id: conversationId, seq: null }]);
    expect(await found(seller, '없는 말')).toEqual([]);
  });

  test('signs are signs and no pattern, and deleted words are found no more', async () => {
    const { id } = await say(buyer, '값은 (3+4)*2.5 만원 [협의]');
    for (const query of ['(3+4)*2.5', '[협의]']) expect(await found(seller, query)).toHaveLength(1);
    for (const query of ['.*', '3.4', '^값', '\\w']) expect(await found(seller, query)).toEqual([]);
    await deleteMessage(buyer, conversationId, id);
    expect(await found(seller, '협의')).toEqual([]);
  });

  test("nothing of others' conversations is found", async () => {
    await say(buyer, '우리만의 비밀');
    const stranger = await createPerson();
    expect(await found(stranger, '비밀')).toEqual([]);
    await expect(searchConversations(seller, '   ')).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
