import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { getThread, openConversation } from '@/lib/chat/conversations';
import * as membership from '@/lib/chat/membership';
import { sendMessage } from '@/lib/chat/messages';
import { beat, presentIn, stopBeating } from '@/lib/chat/presence';
import * as publisher from '@/lib/platform/publisher';
import { redis } from '@/lib/platform/redis';
import type { Message } from '@/lib/protocol/chat';
import { closeCodes } from '@/lib/protocol/websocket';
import { type Browser, type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { Tab } from '@/tests/harness/tab';
import { startChatServer } from './chat-server';

const wide = { burst: 100_000, perSecond: 100_000 };
let servers: ChatServer[];
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;
const clients: { stop(): void }[] = [];

beforeAll(async () => {
  const options = {
    port: 0,
    rates: { message: wide, frame: wide },
    checkIntervalMs: 1000,
    pingIntervalMs: 2000,
  };
  servers = [await startChatServer(options), await startChatServer(options)];
});
afterAll(async () => {
  for (const server of servers) await server.close();
});
beforeEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

const text = (words: string) => ({ kind: 'text', text: words }) as const;
const frameOf = (words: string, clientMessageId: string = randomUUID()) => ({
  type: 'message.send',
  conversationId,
  clientMessageId,
  content: text(words),
});
const resume = (lastSeq = 0, here = true) => ({ type: 'conversation.resume', conversationId, lastSeq, here });
const given = (browser: Browser): Message[] =>
  browser.frames.flatMap((frame) => (frame.type === 'conversation.messages' ? frame.messages : []));
const counted = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A tab on whichever server `pick` says next. */
function tab(viewer: Viewer, pick: () => ChatServer | undefined): Tab {
  const opened = new Tab(viewer, conversationId, pick);
  clients.push(opened);
  return opened;
}

describe('over two servers', () => {
  test('a sign of writing that its own message has overtaken is shown on neither server', async () => {
    const here = await openBrowser(servers[0], buyer);
    const others = [await openBrowser(servers[0], seller), await openBrowser(servers[1], seller)];
    for (const browser of [here, ...others]) {
      browser.send(resume());
      await browser.until((frame) => frame.type === 'conversation.cursors');
    }
    const { publishAll } = publisher;
    const late: publisher.Hint[] = [];
    const overtaken = vi.spyOn(publisher, 'publishAll').mockImplementation(async (hints) => {
      const isTyping = ({ message }: publisher.Hint) => JSON.parse(message).type === 'typing';
      late.push(...hints.filter(isTyping));
      await publishAll(hints.filter((hint) => !isTyping(hint)));
    });
    here.send({ type: 'conversation.typing', conversationId });
    here.send(frameOf('벌써 썼어요'));
    for (const other of others) await other.until(({ type }) => type === 'conversation.messages');
    await expect.poll(() => late.length).toBe(1);
    overtaken.mockRestore();
    await publishAll(late);
    here.send(frameOf('그다음'));
    for (const other of others) {
      await expect.poll(() => given(other).length).toBe(2);
      expect(other.frames.map(({ type }) => type)).not.toContain('conversation.typing');
    }
  });

  test('a message is acknowledged with its number and shown on the other server', async () => {
    const [here, there] = [await openBrowser(servers[0], buyer), await openBrowser(servers[1], seller)];
    there.send(resume());
    await there.until((frame) => frame.type === 'conversation.cursors');
    here.send(frameOf('안녕하세요', 'client-1'));
    await here.until((frame) => frame.type === 'message.acknowledged' && frame.seq === 1);
    await there.until((frame) => frame.type === 'conversation.messages');
    expect(given(there)).toMatchObject([{ seq: 1, senderId: buyer.id, content: text('안녕하세요') }]);
    await there.until((frame) => frame.type === 'inbox.changed' && frame.unread === 1);
  });

  test('where one watches, what is said and read is stored without reading the conversation first', async () => {
    const browser = await openBrowser(servers[0], buyer);
    browser.send(resume());
    await browser.until((frame) => frame.type === 'conversation.cursors');
    await sendMessage(seller, {
      conversationId,
      clientMessageId: 'client-first',
      content: text('읽어 주세요'),
    });
    await browser.until((frame) => frame.type === 'conversation.messages');
    const asked = vi.spyOn(membership, 'requireMember');
    browser.send({ type: 'conversation.read', conversationId, seq: 1 });
    await browser.until((frame) => frame.type === 'conversation.cursors' && frame.cursors[buyer.id] === 1);
    browser.send(frameOf('하나'));
    browser.send(frameOf('둘'));
    await browser.until((frame) => frame.type === 'message.acknowledged' && frame.seq === 3);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  test('the same clientMessageId over another server gives the first result', async () => {
    const [one, other] = [await openBrowser(servers[0], buyer), await openBrowser(servers[1], buyer)];
    for (const browser of [one, other]) {
      browser.send(frameOf('한 번', 'client-once'));
      await browser.until((frame) => frame.type === 'message.acknowledged' && frame.seq === 1);
    }
    expect((await getThread(buyer, conversationId)).messages.length).toBe(1);
  });

  test('fifty senders at once leave no hole, and both sides see the same order', async () => {
    const tabs = Array.from({ length: 50 }, (_, index) =>
      tab(index % 2 ? buyer : seller, () => servers[Math.floor(index / 2) % 2]),
    );
    for (const [index, { client }] of tabs.entries())
      for (let message = 0; message < 2; message += 1) client.send(text(`${index}.${message}`));
    await expect.poll(() => tabs.every(({ seqs }) => seqs.length === 100), { timeout: 90_000 }).toBe(true);
    const [first, ...others] = tabs.map(({ client }) => client.getState().messages.map(({ id }) => id));
    expect(tabs[0]?.seqs).toEqual(counted(100));
    for (const other of others) expect(other).toEqual(first);
  }, 120_000);

  test('read cursors and typing reach the other, and typing needs no place in the conversation', async () => {
    const [here, there] = [await openBrowser(servers[0], buyer), await openBrowser(servers[1], seller)];
    for (const browser of [here, there]) {
      browser.send(resume());
      await browser.until((frame) => frame.type === 'conversation.cursors');
    }
    here.send(frameOf('읽어 주세요'));
    await there.until((frame) => frame.type === 'conversation.messages');
    there.send({ type: 'conversation.read', conversationId, seq: 1 });
    await here.until((frame) => frame.type === 'conversation.cursors' && frame.cursors[seller.id] === 1);
    there.send({ type: 'conversation.typing', conversationId });
    await here.until((frame) => frame.type === 'conversation.typing' && frame.userId === seller.id);
    const stranger = await openBrowser(servers[0], await createPerson());
    for (const frame of [
      resume(),
      frameOf('x', conversationId),
      { type: 'conversation.typing', conversationId },
      { type: 'conversation.read', conversationId, seq: 1 },
      { type: 'conversation.here', conversationId, here: true },
    ]) {
      const before = stranger.frames.length;
      stranger.send(frame);
      const answers = () => stranger.frames.slice(before).filter(({ type }) => !type.endsWith('.changed'));
      await expect.poll(() => answers().length).toBe(1);
      expect(answers()).toMatchObject([{ code: 'conversation.not_found', about: conversationId }]);
    }
  });
});

describe('nothing is missed', () => {
  test('hints that are lost: a hole is read from the store, and so is a last one that nothing follows', async () => {
    const there = tab(seller, () => servers[1]);
    await expect.poll(() => there.client.getState().connected).toBe(true);
    const lost = vi.spyOn(publisher, 'publishAll').mockRejectedValue(new Error('lost'));
    await sendMessage(buyer, { conversationId, clientMessageId: 'client-a', content: text('a') });
    await sendMessage(buyer, { conversationId, clientMessageId: 'client-b', content: text('b') });
    await expect.poll(() => there.seqs, { timeout: 10_000 }).toEqual([1, 2]);
    await sendMessage(buyer, { conversationId, clientMessageId: 'client-c', content: text('c') });
    lost.mockRestore();
    await sendMessage(buyer, { conversationId, clientMessageId: 'client-d', content: text('d') });
    await expect.poll(() => there.seqs, { timeout: 10_000 }).toEqual([1, 2, 3, 4]);
  });

  test('an emptied Redis costs nothing that was said', async () => {
    const tabs = [tab(buyer, () => servers[0]), tab(seller, () => servers[1])];
    for (let index = 0; index < 10; index += 1) {
      tabs[index % 2]?.client.send(text(`${index}`));
      if (index % 3 === 0) await redis().flushdb();
    }
    await expect.poll(() => tabs.map(({ seqs }) => seqs.length), { timeout: 15_000 }).toEqual([10, 10]);
  });

  test('who was away too long starts anew with the newest page', async () => {
    for (let index = 0; index < 210; index += 1)
      await sendMessage(buyer, { conversationId, clientMessageId: `client-${index}`, content: text('x') });
    const browser = await openBrowser(servers[0], seller);
    browser.send(resume(3));
    const frame = await browser.until(({ type }) => type === 'conversation.reset');
    expect(frame.type === 'conversation.reset' && frame.messages.map(({ seq }) => seq)).toEqual(
      counted(50).map((index) => index + 160),
    );
  }, 60_000);
});

describe('presence', () => {
  test('comes with the page, goes with the socket, and is swept when a server died', async () => {
    const browser = await openBrowser(servers[0], buyer);
    browser.send(resume());
    await browser.until((frame) => frame.type === 'conversation.present');
    const other = await openBrowser(servers[1], seller);
    other.send(resume());
    await browser.until((frame) => frame.type === 'conversation.present' && frame.userIds.length === 2);
    other.leave();
    await expect.poll(() => presentIn(conversationId), { timeout: 5000 }).toEqual([buyer.id]);

    const dead = { userId: seller.id, serverId: 'dead', connection: '1' };
    await beat('dead');
    await redis().sadd(`presence:${conversationId}`, `${dead.userId}:dead.1`);
    expect((await presentIn(conversationId)).sort()).toEqual([buyer.id, seller.id].sort());
    expect(await redis().ttl('presence-server:dead')).toBeLessThanOrEqual(12);
    await stopBeating('dead');
    expect(await presentIn(conversationId)).toEqual([buyer.id]);
    expect(await redis().smembers(`presence:${conversationId}`)).toHaveLength(1);
  });

  test('comes back by itself after Redis lost everything', async () => {
    const browser = await openBrowser(servers[0], buyer);
    browser.send(resume());
    await expect.poll(() => presentIn(conversationId), { timeout: 5000 }).toEqual([buyer.id]);
    await redis().flushdb();
    await expect.poll(() => presentIn(conversationId), { timeout: 10_000 }).toEqual([buyer.id]);
  });
});

describe('limits', () => {
  test('too many messages are refused with a time to wait, and the next second takes one again', async () => {
    const rates = { message: { burst: 2, perSecond: 1 }, frame: wide };
    const strict = await startChatServer({ port: 0, rates });
    const browser = await openBrowser(strict, buyer);
    for (const name of ['client-1', 'client-2', 'client-3']) browser.send(frameOf('x', name));
    const refused = await browser.until((frame) => frame.type === 'error');
    expect(refused).toMatchObject({ code: 'rate.limited', about: 'client-3', details: { seconds: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    browser.send(frameOf('x', 'client-3'));
    await browser.until((frame) => frame.type === 'message.acknowledged' && frame.seq === 3);
    browser.leave();
    await strict.close();
  });

  test('one who does not read is closed, and the other goes on', async () => {
    const long = '가'.repeat(2000);
    for (let index = 0; index < 150; index += 1)
      await sendMessage(buyer, { conversationId, clientMessageId: `client-${index}`, content: text(long) });
    const [slow, other] = [await openBrowser(servers[0], seller), await openBrowser(servers[0], buyer)];
    slow.socket.pause();
    for (let index = 0; index < 40; index += 1) slow.send(resume());
    slow.socket.once('close', () => undefined);
    other.send(frameOf('나는 빨라요', 'client-fast'));
    await other.until((frame) => frame.type === 'message.acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    slow.socket.resume();
    expect([closeCodes.slowReader, 1006]).toContain(await slow.closed);
    expect(given(slow).length).toBeLessThan(40 * 150);
  }, 60_000);
});
