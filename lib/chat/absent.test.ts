import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { leave } from '@/lib/accounts/leave';
import { saveProfile } from '@/lib/accounts/profile';
import type { Viewer } from '@/lib/accounts/schema';
import { blockPerson } from '@/lib/moderation/service';
import * as push from '@/lib/notifications/push';
import { countUnread, listNotifications } from '@/lib/notifications/service';
import type { Message } from '@/lib/protocol/chat';
import { createListing, createPerson } from '@/tests/harness/factories';
import { type PushedBrowser, PushService } from '@/tests/harness/push-service';
import { allTold } from './absent';
import { arrangeConversation } from './arrange';
import { openConversation } from './conversations';
import { deleteMessage, readUpTo, sendMessage } from './messages';
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
  for (const { subscription } of [phone, computer])
    await push.subscribeToPush(seller as Viewer, subscription);
});

function say(text: string, sender = buyer as Viewer): Promise<Message> {
  const input = { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } as const };
  return sendMessage(sender, input);
}
const takeBack = ({ id }: Message) => deleteMessage(buyer as Viewer, conversationId, id);
const shown = (body: string) => ({ type: 'message', conversationId, title: buyer?.name, body });
const withdrawn = () => ({ type: 'withdraw', conversationId });
/** Waits for what the phone was pushed last. */
const expectPushed = (message: object) =>
  expect.poll(() => phone.messages.at(-1), { timeout: 5000 }).toEqual(message);

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
  for (const browser of [phone, computer])
    await expect.poll(() => browser.messages.at(-1), { timeout: 5000 }).toEqual(withdrawn());
  expect(await listNotifications(seller as Viewer)).toEqual([]);
  await say('둘');
  await allTold();
  expect(phone.messages).toEqual([shown('하나'), withdrawn(), shown('둘')]);
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

test.each([
  ['muting', () => arrangeConversation(seller as Viewer, conversationId, { muted: true })],
  ['leaving', () => arrangeConversation(seller as Viewer, conversationId, { place: 'left' })],
  ['blocking', () => blockPerson(seller as Viewer, buyer?.id ?? '')],
  ['answering without having read', () => say('네', seller)],
])('%s takes back what was told', async (_, deed) => {
  await say('하나');
  await allTold();
  await deed();
  await expectPushed(withdrawn());
  expect(await listNotifications(seller as Viewer)).toEqual([]);
});

test.each([
  ['has left', () => arrangeConversation(seller as Viewer, conversationId, { place: 'left' })],
  ['has blocked the other', () => blockPerson(seller as Viewer, buyer?.id ?? '')],
])('whoever %s in the meantime is not told', async (_, deed) => {
  await say('하나');
  await deed();
  await allTold();
  expect(phone.taken).toEqual([]);
  expect(await listNotifications(seller as Viewer)).toEqual([]);
});

test('what was taken back before it was told is not told; what was told of it is withdrawn', async () => {
  await takeBack(await say('실수'));
  await allTold();
  expect(phone.taken).toEqual([]);
  expect(await listNotifications(seller as Viewer)).toEqual([]);
  const later = await say('또 실수');
  await allTold();
  expect(phone.messages).toEqual([shown('또 실수')]);
  await takeBack(later);
  await expectPushed(withdrawn());
  expect(await listNotifications(seller as Viewer)).toEqual([]);
});

test('the message before it takes its place, without a sound', async () => {
  await say('하나');
  const mistake = await say('실수');
  await allTold();
  await takeBack(mistake);
  await expectPushed({ ...shown('하나'), again: true });
  expect(phone.messages).toEqual([shown('실수'), { ...shown('하나'), again: true }]);
  expect(await listNotifications(seller as Viewer)).toHaveLength(1);
});

test('taking back an older message leaves what was told of a newer one', async () => {
  const older = await say('하나');
  await say('둘');
  await allTold();
  await takeBack(older);
  await say('셋');
  await allTold();
  expect(phone.messages).toEqual([shown('둘'), shown('셋')]);
});

test('taken back while the push is on its way: it is withdrawn all the same', async () => {
  const mistake = await say('실수');
  const { pushTo } = push;
  const first = vi.spyOn(push, 'pushTo').mockImplementationOnce(async (...args) => {
    await takeBack(mistake);
    await expect.poll(() => listNotifications(seller as Viewer), { timeout: 5000 }).toEqual([]);
    await pushTo(...args);
  });
  await allTold();
  first.mockRestore();
  expect(phone.messages.at(-1)).toEqual(withdrawn());
  expect(phone.messages).toContainEqual(shown('실수'));
});

test('a notice has the name that its sender has now, and none when they are gone', async () => {
  await say('하나');
  await allTold();
  const name = async () => (await listNotifications(seller as Viewer))[0]?.chat?.name;
  const changed = `new${randomUUID().slice(0, 6)}`;
  await saveProfile(buyer as Viewer, { name: changed, locale: 'ko' });
  expect(await name()).toBe(changed);
  await leave({ ...(buyer as Viewer), name: changed }, changed);
  expect(await name()).toBe('');
});
