import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { subscribeToPush } from '@/lib/notifications/push';
import { countUnread, listNotifications } from '@/lib/notifications/service';
import { createListing, createPerson } from '@/tests/harness/factories';
import { type PushedBrowser, PushService } from '@/tests/harness/push-service';
import { allTold } from './absent';
import { arrangeConversation } from './arrange';
import { openConversation } from './conversations';
import { readUpTo, sendMessage } from './messages';
import { arrive, beat } from './presence';

let service: PushService;
let [seller, buyer]: Viewer[] = [];
let conversationId: string;
let phone: PushedBrowser;
let computer: PushedBrowser;

beforeAll(async () => {
  service = await PushService.open();
});
afterAll(() => service.close());
beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
  [phone, computer] = [service.browser(), service.browser()];
  for (const { subscription } of [phone, computer]) await subscribeToPush(seller as Viewer, subscription);
});

async function say(text: string): Promise<void> {
  const input = { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } as const };
  await sendMessage(buyer as Viewer, input);
}
const shown = (body: string) => ({ type: 'message', conversationId, title: buyer?.name, body });

test('an absent recipient is told on every device: a burst once, later words in place of it', async () => {
  for (const text of ['하나', '둘', '셋']) await say(text);
  await allTold();
  for (const browser of [phone, computer]) expect(browser.messages).toEqual([shown('셋')]);
  expect(await listNotifications(seller as Viewer)).toMatchObject([
    {
      kind: 'chat.message',
      listingTitle: '접이식 자전거',
      chat: { conversationId, name: buyer?.name },
      read: false,
    },
  ]);
  await say('넷');
  await allTold();
  expect(phone.messages).toEqual([shown('셋'), shown('넷')]);
  // The service, too, replaces what a switched-off phone has not fetched.
  expect(new Set(phone.taken.map(({ topic }) => topic)).size).toBe(1);
  expect(await countUnread(seller as Viewer)).toBe(1);
  expect(await listNotifications(buyer as Viewer)).toEqual([]);
});

test('once read on one device it is withdrawn from all, and told again only of what is new', async () => {
  await say('하나');
  await allTold();
  await readUpTo(seller as Viewer, conversationId, 1);
  const withdrawn = { type: 'withdraw', conversationId };
  for (const browser of [phone, computer])
    await expect.poll(() => browser.messages.at(-1), { timeout: 5000 }).toEqual(withdrawn);
  expect(await listNotifications(seller as Viewer)).toEqual([]);
  await say('둘');
  await allTold();
  expect(phone.messages).toEqual([shown('하나'), withdrawn, shown('둘')]);
});

test('whoever has read it, or has the conversation before their eyes, is not told', async () => {
  await say('하나');
  await readUpTo(seller as Viewer, conversationId, 1);
  await allTold();
  await beat('here');
  await arrive(conversationId, { userId: (seller as Viewer).id, serverId: 'here', connection: '1' });
  await say('둘');
  await allTold();
  expect(phone.taken).toEqual([]);
  expect(await listNotifications(seller as Viewer)).toEqual([]);
});

test('a muted conversation is silent, until it is not any more', async () => {
  await arrangeConversation(seller as Viewer, conversationId, { muted: true });
  await say('하나');
  await allTold();
  expect(phone.taken).toEqual([]);
  expect(await listNotifications(seller as Viewer)).toEqual([]);
  await arrangeConversation(seller as Viewer, conversationId, { muted: false });
  await say('둘');
  await allTold();
  expect(phone.messages).toEqual([shown('둘')]);
});

test('a long message is cut', async () => {
  await say('가'.repeat(500));
  await allTold();
  expect(phone.messages).toEqual([shown(`${'가'.repeat(160)}…`)]);
});
