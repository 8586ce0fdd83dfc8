import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { collection } from '@/lib/platform/mongodb';
import type { Message } from '@/lib/protocol/chat';
import { createListing, createPerson } from '@/tests/harness/factories';
import { countUnread, getThread, listInbox, openConversation } from './conversations';
import { deleteMessage, messagesAfter, readUpTo, sendMessage, standings } from './messages';
import { deletableMs } from './policy';

let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const say = (viewer: Viewer, text: string): Promise<Message> =>
  sendMessage(viewer, { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } });
const everything = async () =>
  JSON.stringify(await collection('conversations').find().toArray()) +
  JSON.stringify(await collection('messages').find().toArray());

test('a deleted message keeps its number and loses its words, everywhere', async () => {
  const [, secret] = [await say(buyer, '하나'), await say(buyer, '비밀번호 1234'), await say(seller, '셋')];
  await deleteMessage(buyer, conversationId, secret.id);
  expect((await messagesAfter(conversationId, 0))?.map(({ seq, content }) => [seq, content.kind])).toEqual([
    [1, 'text'],
    [2, 'deleted'],
    [3, 'text'],
  ]);
  expect(await everything()).not.toContain('1234');
  expect((await standings([conversationId])).get(conversationId)?.deleted).toEqual([2]);
  // Sent again, by a phone that missed the answer: it stays deleted.
  const { clientMessageId } = secret;
  const again = {
    conversationId,
    clientMessageId,
    content: { kind: 'text', text: '비밀번호 1234' },
  } as const;
  expect((await sendMessage(buyer, again)).content).toEqual({ kind: 'deleted' });
  expect(await everything()).not.toContain('1234');
});

test("the inbox's last line goes with it, also when the conversation follows late", async () => {
  const secret = await say(buyer, '비밀번호 1234');
  await deleteMessage(buyer, conversationId, secret.id);
  expect((await listInbox(seller))[0]?.last?.content).toEqual({ kind: 'deleted' });
  // Another server, which had stored the message, comes to the conversation only now.
  await collection<{ _id: string }>('conversations').updateOne(
    { _id: conversationId },
    { $set: { 'last.content': secret.content } },
  );
  expect((await listInbox(seller))[0]?.last?.content).toEqual({ kind: 'deleted' });
});

test('unread stays a subtraction: deleting changes neither cursor nor badge', async () => {
  const messages = [await say(buyer, '1'), await say(buyer, '2'), await say(buyer, '3')];
  await readUpTo(seller, conversationId, 1);
  for (const { id } of messages) await deleteMessage(buyer, conversationId, id);
  expect(await countUnread(seller)).toBe(2);
  await readUpTo(seller, conversationId, 3);
  expect(await countUnread(seller)).toBe(0);
  expect((await say(buyer, '4')).seq).toBe(4);
  expect(await countUnread(seller)).toBe(1);
});

test('only its sender deletes a message, within five minutes, and any number of times', async () => {
  const message = await say(buyer, '1');
  const stranger = await createPerson();
  const refused = { code: 'message.not_found' };
  await expect(deleteMessage(seller, conversationId, message.id)).rejects.toMatchObject(refused);
  await expect(deleteMessage(buyer, conversationId, 'msg_none')).rejects.toMatchObject(refused);
  await expect(deleteMessage(stranger, conversationId, message.id)).rejects.toMatchObject({
    code: 'conversation.not_found',
  });
  const elsewhere = await openConversation(buyer, await createListing(seller));
  await expect(deleteMessage(buyer, elsewhere, message.id)).rejects.toMatchObject(refused);
  const sentAt = Date.parse(message.sentAt);
  await expect(
    deleteMessage(buyer, conversationId, message.id, sentAt + deletableMs + 1),
  ).rejects.toMatchObject({ code: 'message.too_late' });
  await deleteMessage(buyer, conversationId, message.id, sentAt + deletableMs);
  await deleteMessage(buyer, conversationId, message.id, sentAt + 2 * deletableMs);
  expect((await getThread(seller, conversationId)).messages[0]?.content).toEqual({ kind: 'deleted' });
});
