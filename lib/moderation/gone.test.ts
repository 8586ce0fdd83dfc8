import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { closeForGone } from '@/lib/accounts/gone';
import { ban, unban } from '@/lib/accounts/moderation';
import { operator } from '@/lib/accounts/policy';
import type { Viewer } from '@/lib/accounts/schema';
import { getThread, openConversation } from '@/lib/chat/conversations';
import { requireMember } from '@/lib/chat/membership';
import { type Known, sendMessage } from '@/lib/chat/messages';
import { arrive } from '@/lib/chat/presence';
import { startUpload } from '@/lib/media/service';
import { createListing, createPerson } from '@/tests/harness/factories';
import { closeConversationsOf } from './gone';
import { deleteGone } from './repository';
import { blockPerson, listBlocked } from './service';

let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
  await arrive(conversationId, { userId: seller.id, serverId: 'here', connection: '1' });
});

const say = (known?: Known) =>
  sendMessage(
    buyer,
    { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text: '안녕하세요' } },
    known,
  );
const thread = () => getThread(buyer, conversationId);
const closed = { code: 'conversation.closed' };

test('nobody writes to who has left, nor brings a photo, whichever way, and the page says why', async () => {
  const known = await requireMember(buyer.id, conversationId);
  expect(await thread()).toMatchObject({ writing: 'open', otherSeenAt: expect.any(String) });
  await closeConversationsOf(seller.id, 'left');
  await closeConversationsOf(seller.id, 'left');
  for (const attempt of [say(), say(known)]) await expect(attempt).rejects.toMatchObject(closed);
  const photo = { kind: 'photo', contentType: 'image/jpeg', bytes: 1000 } as const;
  await expect(startUpload(buyer, { conversationId, ...photo })).rejects.toMatchObject(closed);
  expect(await thread()).toMatchObject({ writing: 'left', otherSeenAt: null });
  // What the two had read stays as it was.
  expect((await thread()).cursors).toHaveProperty(seller.id);
});

test('who is suspended cannot be written to until that is over, and is spoken of as one who has blocked', async () => {
  await ban(operator, seller.id, 'spam');
  await expect(say()).rejects.toMatchObject(closed);
  expect(await thread()).toMatchObject({ writing: 'closed', otherSeenAt: null });
  await blockPerson(buyer, seller.id);
  expect((await thread()).writing).toBe('blocked');
  expect(await listBlocked(buyer)).toHaveLength(1);
  expect(await listBlocked(seller)).toEqual([]);
  await unban(operator, seller.id, 'it was not');
  expect((await thread()).writing).toBe('blocked');
});

test('a ban that ended half way is finished by the next, and so is its end', async () => {
  await ban(operator, seller.id, 'spam');
  await deleteGone(seller.id);
  expect((await say()).seq).toBe(1);
  await ban(operator, seller.id, 'spam');
  await expect(say()).rejects.toMatchObject(closed);
  await unban(operator, seller.id, 'it was not');
  expect((await say()).seq).toBe(2);
});

test('whoever was suspended before this was kept is found by the migration', async () => {
  await ban(operator, seller.id, 'spam');
  await deleteGone(seller.id);
  await closeForGone();
  await expect(say()).rejects.toMatchObject(closed);
});
