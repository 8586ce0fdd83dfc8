import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { reports } from '@/drizzle/schema/moderation';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import { deleteMessage, sendMessage } from '@/lib/chat/messages';
import { mysql } from '@/lib/platform/mysql';
import { createListing, createPerson } from '@/tests/harness/factories';
import { report } from './reports';

let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const say = (viewer: Viewer, text: string) =>
  sendMessage(viewer, { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } });
const kept = () => mysql().select().from(reports).where(eq(reports.reporterId, seller.id));

test('a reported message is kept as it was said, also after its sender has deleted it', async () => {
  const message = await say(buyer, '먼저 입금하세요');
  await report(seller, { conversationId, messageId: message.id, reason: 'fraud', note: ' 계좌를 요구해요 ' });
  await deleteMessage(buyer, conversationId, message.id);
  const [row, ...more] = await kept();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    accusedId: buyer.id,
    subject: 'message',
    subjectId: message.id,
    reason: 'fraud',
    note: '계좌를 요구해요',
    status: 'open',
  });
  expect(JSON.parse(row?.evidence ?? '')).toEqual(message);
});

test('told again it is the first report; another subject is another one', async () => {
  const message = await say(buyer, 'x');
  await report(seller, { conversationId, reason: 'abuse' });
  await report(seller, { conversationId, reason: 'spam', note: '다시' });
  await report(seller, { conversationId, messageId: message.id, reason: 'spam' });
  expect((await kept()).map(({ subject, reason }) => [subject, reason]).sort()).toEqual([
    ['message', 'spam'],
    ['person', 'abuse'],
  ]);
});

test('what was decided on is open again when it is told again', async () => {
  await report(seller, { conversationId, reason: 'abuse' });
  await mysql().update(reports).set({ status: 'dismissed' }).where(eq(reports.reporterId, seller.id));
  await report(seller, { conversationId, reason: 'spam', note: '또 그래요' });
  expect(await kept()).toMatchObject([{ status: 'open', reason: 'spam', note: '또 그래요' }]);
});

test("strangers report nothing here, and nobody their own, a deleted or another conversation's message", async () => {
  const stranger = await createPerson();
  await expect(report(stranger, { conversationId, reason: 'spam' })).rejects.toMatchObject({
    code: 'conversation.not_found',
  });
  const [own, deleted] = [await say(seller, '1'), await say(buyer, '2')];
  await deleteMessage(buyer, conversationId, deleted.id);
  const other = await openConversation(buyer, await createListing(seller));
  const elsewhere = await sendMessage(buyer, {
    conversationId: other,
    clientMessageId: randomUUID(),
    content: { kind: 'text', text: '3' },
  });
  for (const { id } of [own, deleted, elsewhere])
    await expect(report(seller, { conversationId, messageId: id, reason: 'spam' })).rejects.toMatchObject({
      code: 'message.not_found',
    });
  expect(await kept()).toEqual([]);
});

test('who reports without end is asked to wait', async () => {
  for (let index = 0; index < 20; index += 1) await report(seller, { conversationId, reason: 'other' });
  await expect(report(seller, { conversationId, reason: 'other' })).rejects.toMatchObject({
    code: 'rate.limited',
  });
});
