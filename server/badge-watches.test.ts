import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { countUnreadOf, openConversation } from '@/lib/chat/conversations';
import { sendMessage } from '@/lib/chat/messages';
import { inboxChannel } from '@/lib/protocol/pubsub';
import { createListing, createPerson } from '@/tests/harness/factories';
import { BadgeWatches } from './badge-watches';
import { Pace } from './pace';
import { Subscriptions } from './subscriptions';

let subscriptions: Subscriptions;
let badges: BadgeWatches;
/** Of whom the store was asked, time after time. */
const asked: string[][] = [];
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeAll(() => {
  subscriptions = new Subscriptions(() => undefined);
  badges = new BadgeWatches(subscriptions, new Pace(1_000, 32), inboxChannel, (userIds) => {
    asked.push([...userIds]);
    return countUnreadOf(userIds);
  });
});
afterAll(() => subscriptions.close());
beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

/** What one page of this person is told, from the first number on. */
async function page(viewer: Viewer) {
  const told: number[] = [];
  const stop = badges.watch(viewer.id, (unread) => told.push(unread));
  await expect.poll(() => told.length).toBe(1);
  return { told, stop };
}

const say = (viewer: Viewer, clientMessageId: string) =>
  sendMessage(viewer, { conversationId, clientMessageId, content: { kind: 'text', text: '안녕하세요' } });

test('who sends is told of it without being counted again; the other is counted', async () => {
  const [theirs, own] = [await page(seller), await page(buyer)];
  asked.length = 0;
  for (const name of ['client-1', 'client-2', 'client-3']) await say(buyer, name);
  await expect.poll(() => own.told).toEqual([0, 0, 0, 0]);
  await expect.poll(() => theirs.told.at(-1)).toBe(3);
  expect(new Set(asked.flat())).toEqual(new Set([seller.id]));
  theirs.stop();
  own.stop();
});

test('who answers without having read has read it now, and is counted', async () => {
  await say(buyer, 'client-1');
  const own = await page(seller);
  expect(own.told).toEqual([1]);
  await say(seller, 'client-2');
  await expect.poll(() => own.told).toEqual([1, 0]);
  own.stop();
});
