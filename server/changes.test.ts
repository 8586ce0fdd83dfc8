import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import { deleteMessage, sendMessage } from '@/lib/chat/messages';
import { closeConversationsOf, reopenConversationsOf } from '@/lib/moderation/gone';
import { blockPerson, unblockPerson } from '@/lib/moderation/service';
import * as publisher from '@/lib/platform/publisher';
import type { Writing } from '@/lib/protocol/chat';
import { type Browser, type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { Tab } from '@/tests/harness/tab';
import { startChatServer } from './chat-server';

/** The first is told by hints alone: its own look at the store comes long after the test. The second only looks. */
let told: ChatServer;
let looking: ChatServer;
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeAll(async () => {
  told = await startChatServer({ port: 0, checkIntervalMs: 600_000 });
  looking = await startChatServer({ port: 0, checkIntervalMs: 500 });
});
afterAll(async () => {
  await told.close();
  await looking.close();
});
beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const say = (viewer: Viewer, clientMessageId: string) =>
  sendMessage(viewer, { conversationId, clientMessageId, content: { kind: 'text', text: '안녕하세요' } });

/** The page of one of them, open and watching. */
async function watching(server: ChatServer, viewer: Viewer): Promise<Browser> {
  const browser = await openBrowser(server, viewer);
  browser.send({ type: 'conversation.resume', conversationId, lastSeq: 0, here: true });
  await browser.until((frame) => frame.type === 'conversation.cursors');
  return browser;
}
const isWriting = (writing: Writing) => (frame: Browser['frames'][number]) =>
  frame.type === 'conversation.writing' && frame.writing === writing;
/** Waits until the page has heard that its first message is deleted. */
const firstDeleted = (browser: Browser) =>
  browser.until((frame) => frame.type === 'conversation.deleted' && frame.seqs.join() === '1');

test('a block takes hold on open sockets without their asking, and says to each what concerns them', async () => {
  const [theirs, own] = [await watching(told, buyer), await watching(told, seller)];
  for (const browser of [theirs, own])
    await browser.until((one) => one.type === 'conversation.present' && one.userIds.length === 2);
  await blockPerson(seller, buyer.id);
  await theirs.until(isWriting('closed'));
  await own.until(isWriting('blocked'));
  await theirs.until((frame) => frame.type === 'conversation.present' && frame.userIds.length === 0);
  const frame = { type: 'message.send', conversationId, content: { kind: 'text', text: 'x' } } as const;
  theirs.send({ ...frame, clientMessageId: 'client-refused' });
  const refused = await theirs.until(({ type }) => type === 'error');
  expect(refused).toEqual({
    type: 'error',
    code: 'conversation.closed',
    details: {},
    about: 'client-refused',
  });
  own.frames.length = 0;
  const published = vi.spyOn(publisher, 'publishAll');
  theirs.send({ type: 'conversation.typing', conversationId });
  // It is gathered first: after the unblocking it would be shown, and rightly.
  await expect
    .poll(() => published.mock.calls.flat(2).some(({ message }) => message.includes('"typing"')))
    .toBe(true);
  published.mockRestore();
  theirs.frames.length = 0;
  await unblockPerson(seller, buyer.id);
  for (const browser of [theirs, own]) {
    await browser.until(isWriting('open'));
    await browser.until((one) => one.type === 'conversation.present' && one.userIds.length === 2);
  }
  expect(own.frames.filter(({ type }) => type === 'conversation.typing')).toEqual([]);
  theirs.send({ ...frame, clientMessageId: 'client-welcome' });
  await own.until(({ type }) => type === 'conversation.messages');
});

test('what the blocker reads is kept from the other page, and told once that is over', async () => {
  for (const id of ['client-1', 'client-2']) await say(buyer, id);
  const [theirs, own] = [await watching(told, buyer), await watching(told, seller)];
  await blockPerson(seller, buyer.id);
  await theirs.until(isWriting('closed'));
  await own.until(isWriting('blocked'));
  const late = await watching(told, buyer);
  for (const browser of [theirs, late]) browser.frames.length = 0;
  own.send({ type: 'conversation.read', conversationId, seq: 2 });
  await own.until((one) => one.type === 'conversation.cursors' && one.cursors[seller.id] === 2);
  await unblockPerson(seller, buyer.id);
  for (const browser of [theirs, late]) {
    await browser.until((one) => one.type === 'conversation.cursors' && one.cursors[seller.id] === 2);
    // Not before it was over. A badge may come at any time.
    const [first] = browser.frames.filter(
      ({ type }) => type.startsWith('conversation.') && type !== 'conversation.messages',
    );
    expect(first).toMatchObject({ type: 'conversation.present' });
  }
});

test('who leaves, or is suspended, closes their conversations on open pages', async () => {
  const theirs = await watching(told, buyer);
  await closeConversationsOf(seller.id, 'suspended');
  await theirs.until(isWriting('closed'));
  await reopenConversationsOf(seller.id);
  await theirs.until(isWriting('open'));
  await closeConversationsOf(seller.id, 'left');
  await theirs.until(isWriting('left'));
});

test('who comes while they are kept apart sees nobody, and everybody once that is over', async () => {
  await watching(told, buyer);
  await blockPerson(seller, buyer.id);
  const late = await watching(told, seller);
  await late.until(isWriting('blocked'));
  const shown = late.frames.flatMap((one) => (one.type === 'conversation.present' ? one.userIds : []));
  expect(shown).toEqual([]);
  await unblockPerson(seller, buyer.id);
  await late.until((one) => one.type === 'conversation.present' && one.userIds.length === 2);
});

test('a deletion over the socket reaches both, and a refused one says which message it was about', async () => {
  const { id } = await say(buyer, 'client-1');
  const [theirs, own] = [await watching(told, seller), await watching(told, buyer)];
  theirs.send({ type: 'message.delete', conversationId, messageId: id });
  expect(await theirs.until(({ type }) => type === 'error')).toMatchObject({
    code: 'message.not_found',
    about: id,
  });
  own.send({ type: 'message.delete', conversationId, messageId: id });
  for (const browser of [own, theirs]) await firstDeleted(browser);
});

test('who was away when it was deleted hears of it when they come back', async () => {
  const { id } = await say(buyer, 'client-1');
  await say(buyer, 'client-2');
  await deleteMessage(buyer, conversationId, id);
  const back = await openBrowser(told, seller);
  back.send({ type: 'conversation.resume', conversationId, lastSeq: 2, here: true });
  await firstDeleted(back);
});

test('whoever answers has read what was said before, and the other page sees that at once', async () => {
  await say(buyer, 'client-1');
  const theirs = new Tab(buyer, conversationId, () => told);
  await expect.poll(() => theirs.seqs).toEqual([1]);
  expect(theirs.state.cursors[seller.id]).toBe(0);
  await say(seller, 'client-2');
  await expect.poll(() => theirs.state.cursors[seller.id]).toBe(2);
  theirs.stop();
});

test('a lost hint is made good by the next look at the store', async () => {
  const { id } = await say(buyer, 'client-1');
  const theirs = await watching(looking, seller);
  const lost = vi.spyOn(publisher, 'publishAll').mockRejectedValue(new Error('lost'));
  await deleteMessage(buyer, conversationId, id);
  await blockPerson(buyer, seller.id);
  await firstDeleted(theirs);
  await theirs.until(isWriting('closed'));
  lost.mockRestore();
});
