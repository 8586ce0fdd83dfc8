import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import * as messages from '@/lib/chat/messages';
import { blockPerson } from '@/lib/moderation/service';
import { collection } from '@/lib/platform/mongodb';
import * as publisher from '@/lib/platform/publisher';
import type { Cursors, Message } from '@/lib/protocol/chat';
import { createListing, createPerson } from '@/tests/harness/factories';
import { ConversationWatches } from './conversation-watches';
import { Metrics } from './metrics';
import { Pace } from './pace';
import { Subscriptions } from './subscriptions';
import type { Watcher } from './watcher';

const { deleteMessage, readUpTo, sendMessage } = messages;

let subscriptions: Subscriptions;
let watches: ConversationWatches;
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;
let first: Message;
const watchers: Told[] = [];

beforeAll(() => {
  subscriptions = new Subscriptions(() => undefined);
  watches = new ConversationWatches(subscriptions, new Metrics(() => 0), new Pace(1_000, 32));
});
afterAll(() => subscriptions.close());
beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});
afterEach(() => {
  for (const watcher of watchers.splice(0)) watches.unwatch(conversationId, watcher);
});

/** A watcher that keeps what it was told of the conversation's standing. */
class Told implements Watcher {
  told = '';
  delivered = 0;
  readonly known = 0;
  readonly given: Cursors[] = [];
  readonly standings: messages.Standing[] = [];

  get cursors(): Cursors | null {
    return this.given.at(-1) ?? null;
  }
  onMessages(): void {}
  onReset(): void {}
  onPresent(): void {}
  onTyping(): void {}
  onCursors(cursors: Cursors): void {
    this.given.push(cursors);
  }
  onChanged(standing: messages.Standing): void {
    this.standings.push(standing);
  }
}

async function newcomer(): Promise<Told> {
  const told = new Told();
  watchers.push(told);
  await watches.watch(conversationId, told);
  return told;
}

const say = () =>
  sendMessage(buyer, {
    conversationId,
    clientMessageId: randomUUID(),
    content: { kind: 'text', text: '안녕하세요' },
  });

test('a newcomer is told how things stand, also where the others were told before; they are not told again', async () => {
  const [{ id }] = [await say(), await say()];
  const first = await newcomer();
  await readUpTo(seller, conversationId, 2);
  await deleteMessage(buyer, conversationId, id);
  await expect.poll(() => first.given.at(-1)?.[seller.id]).toBe(2);
  await expect.poll(() => first.standings.at(-1)?.deleted).toEqual([1]);
  const toldSoFar = [first.given.length, first.standings.length];
  const second = await newcomer();
  expect(second.given).toEqual([{ [seller.id]: 2, [buyer.id]: 2 }]);
  expect(second.standings).toMatchObject([{ deleted: [1], blockers: [] }]);
  expect([first.given.length, first.standings.length]).toEqual(toldSoFar);
});

test('what changed while a newcomer came in, and reached the others only, is told them by the next look', async () => {
  await say();
  const first = await newcomer();
  const second = await newcomer();
  const lost = vi.spyOn(publisher, 'publishAll').mockRejectedValue(new Error('lost'));
  await readUpTo(seller, conversationId, 1);
  lost.mockRestore();
  await watches.check();
  for (const watcher of [first, second])
    expect(watcher.given.at(-1)).toEqual({ [seller.id]: 1, [buyer.id]: 1 });
});

test('what a look has compared the next one does not compare again, until it changes once more', async () => {
  await say();
  await newcomer();
  const looked = vi.spyOn(messages, 'standings');
  const lookedAt = () => looked.mock.calls.splice(0).map(([ids]) => ids.length);
  // The very first look is at all of them, whatever changed.
  await watches.check();
  await watches.check();
  expect(lookedAt().at(-1)).toBe(1);
  await watches.check();
  expect(lookedAt()).toEqual([]);
  await say();
  await watches.check();
  expect(lookedAt()).toEqual([1]);
  vi.restoreAllMocks();
});

/** Nothing has changed for two hours. */
async function unchanged(): Promise<void> {
  const longAgo = { $set: { changedAt: new Date(Date.now() - 2 * 3_600_000) } };
  await collection<{ _id: string }>('conversations').updateOne({ _id: conversationId }, longAgo);
}

test('all are looked at once, then those that have changed since, and all again after a look that failed', async () => {
  await say();
  const [asked, looked] = [vi.spyOn(messages, 'changedSince'), vi.spyOn(messages, 'standings')];
  const lookedAt = () => looked.mock.calls.splice(0).map(([ids]) => ids.length);
  const fresh = new ConversationWatches(subscriptions, new Metrics(() => 0), new Pace(1_000, 32));
  const told = new Told();
  await fresh.watch(conversationId, told);
  await unchanged();
  looked.mockClear();
  for (const expected of [[1], []]) {
    await fresh.check();
    expect(lookedAt()).toEqual(expected);
  }
  asked.mockRejectedValueOnce(new Error('away'));
  await expect(fresh.check()).rejects.toThrow('away');
  await fresh.check();
  expect(lookedAt()).toEqual([1]);
  vi.restoreAllMocks();
  fresh.unwatch(conversationId, told);
});

test.each<[string, () => Promise<unknown>]>([
  ['a message', say],
  ['a cursor', () => readUpTo(seller, conversationId, 1)],
  ['a deletion', async () => deleteMessage(buyer, conversationId, first.id)],
  ['a block', () => blockPerson(seller, buyer.id)],
])('%s is a change that a look finds, and nothing else is', async (_, change) => {
  first = await say();
  const found = async () =>
    (await messages.changedSince([conversationId], new Date(Date.now() - 3_600_000))).size;
  await unchanged();
  expect(await found()).toBe(0);
  await change();
  expect(await found()).toBe(1);
});
