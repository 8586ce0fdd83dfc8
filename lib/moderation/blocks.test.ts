import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { getThread, openConversation } from '@/lib/chat/conversations';
import { readUpTo, sendMessage } from '@/lib/chat/messages';
import { createListing, createPerson } from '@/tests/harness/factories';
import { blockPerson, listBlocked, unblockPerson } from './service';

let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const say = (viewer: Viewer, clientMessageId: string = randomUUID()) =>
  sendMessage(viewer, { conversationId, clientMessageId, content: { kind: 'text', text: '안녕하세요' } });
const writing = async (viewer: Viewer) => (await getThread(viewer, conversationId)).writing;
const closed = { code: 'conversation.closed', details: {} };

test('neither of two can write once one has blocked the other, whichever it was, and the answer is the same', async () => {
  await blockPerson(seller, buyer.id);
  await expect(say(buyer)).rejects.toMatchObject(closed);
  await expect(say(seller)).rejects.toMatchObject(closed);
  expect([await writing(seller), await writing(buyer)]).toEqual(['blocked', 'closed']);
  await blockPerson(buyer, seller.id);
  expect([await writing(seller), await writing(buyer)]).toEqual(['blocked', 'blocked']);
});

test("unblocking takes back one's own block and leaves the other's", async () => {
  await blockPerson(seller, buyer.id);
  await blockPerson(seller, buyer.id);
  await unblockPerson(buyer, seller.id);
  await expect(say(buyer)).rejects.toMatchObject(closed);
  await unblockPerson(seller, buyer.id);
  expect((await say(buyer)).seq).toBe(1);
  expect([await writing(seller), await writing(buyer)]).toEqual(['open', 'open']);
});

test('a block holds in every conversation of the two, in later ones too, and for nobody else', async () => {
  await blockPerson(seller, buyer.id);
  const later = await openConversation(buyer, await createListing(seller));
  await expect(
    sendMessage(buyer, {
      conversationId: later,
      clientMessageId: randomUUID(),
      content: { kind: 'text', text: 'x' },
    }),
  ).rejects.toMatchObject(closed);
  const third = await createPerson();
  const other = await openConversation(third, await createListing(seller));
  expect((await getThread(third, other)).writing).toBe('open');
});

test('while two are kept apart neither learns how far the other has read', async () => {
  await say(buyer);
  await blockPerson(seller, buyer.id);
  await readUpTo(seller, conversationId, 1);
  expect((await getThread(buyer, conversationId)).cursors).toEqual({ [buyer.id]: 1 });
  expect((await getThread(seller, conversationId)).cursors).toEqual({ [seller.id]: 1 });
  await unblockPerson(seller, buyer.id);
  expect((await getThread(buyer, conversationId)).cursors).toEqual({ [buyer.id]: 1, [seller.id]: 1 });
});

test('what was stored before the block is acknowledged again to a phone that asks again', async () => {
  const first = await say(buyer, 'client-before');
  await blockPerson(seller, buyer.id);
  expect(await say(buyer, 'client-before')).toEqual(first);
});

test('nobody blocks themselves or somebody who does not exist', async () => {
  for (const id of [seller.id, 'usr_none'])
    await expect(blockPerson(seller, id)).rejects.toMatchObject({ code: 'account.not_found' });
});

test('whom one has blocked is listed, for oneself alone', async () => {
  await blockPerson(seller, buyer.id);
  expect(await listBlocked(seller)).toMatchObject([{ id: buyer.id, name: buyer.name }]);
  expect(await listBlocked(buyer)).toEqual([]);
  await unblockPerson(seller, buyer.id);
  expect(await listBlocked(seller)).toEqual([]);
});
