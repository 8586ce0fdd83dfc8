import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openConversation } from '@/lib/chat/conversations';
import { publishAll } from '@/lib/platform/publisher';
import { channelName, redis } from '@/lib/platform/redis';
import { partitionCount } from '@/lib/protocol/pubsub';
import { startChatServer } from '@/server/chat-server';
import { Subscriptions } from '@/server/subscriptions';
import { type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { OwnCluster } from './harness/own-cluster';

let cluster: OwnCluster;
const closing: { close(): unknown }[] = [];

beforeAll(async () => {
  cluster = await OwnCluster.start();
  // lib/env.ts reads it at first use.
  process.env.PUBSUB_CLUSTER_URL = cluster.url;
});
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});
afterAll(() => cluster.close());

const schema = z.object({ word: z.string() });

/** Enough channels that each node has some. */
const channels = Array.from({ length: partitionCount }, (_, index) => `test:{${index}}`);

function subscribe(onReconnected = () => {}) {
  const subscriptions = new Subscriptions(onReconnected);
  closing.push(subscriptions);
  const heard: string[] = [];
  const open = channels.map((name) =>
    subscriptions.listen(name, schema, ({ word }) => heard.push(`${name} ${word}`)),
  );
  return { heard, open, ready: Promise.all(open.map(({ ready }) => ready)) };
}

const publish = (word: string) =>
  publishAll(channels.map((channel) => ({ channel, message: JSON.stringify({ word }) })));
const all = (word: string) => channels.map((channel) => `${channel} ${word}`).sort();

test('what is published reaches a subscriber on every node, until it stops listening', async () => {
  const { heard, open, ready } = subscribe();
  await ready;
  await publish('one');
  await expect.poll(() => [...heard].sort()).toEqual(all('one'));
  const held = await Promise.all(cluster.nodes.map((node) => node.shardChannels()));
  expect(held.map(({ length }) => length > 0)).toEqual([true, true]);
  expect(held.flat().sort()).toEqual(channels.map(channelName).sort());

  for (const { stop } of open) stop();
  const left = async () => (await Promise.all(cluster.nodes.map((node) => node.shardChannels()))).flat();
  await expect.poll(left).toEqual([]);
  await publish('two');
  expect(heard).toHaveLength(channels.length);
});

test('after a node was away its channels are listened to again, also those that were opened meanwhile', async () => {
  const onReconnected = vi.fn();
  const before = subscribe(onReconnected);
  await before.ready;
  const readyCount = onReconnected.mock.calls.length;
  await cluster.nodes[1].kill();
  const meanwhile = subscribe();
  await cluster.nodes[1].start();
  await meanwhile.ready;
  await expect.poll(() => onReconnected.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(readyCount);
  for (const { heard } of [before, meanwhile])
    await expect
      .poll(
        async () => {
          heard.length = 0;
          await publish('back').catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 100));
          return [...heard].sort();
        },
        { timeout: 20_000 },
      )
      .toEqual(all('back'));
}, 60_000);

test('two chat servers reach each other over it, and not over the other Redis', async () => {
  const options = { port: 0, checkIntervalMs: 600_000 };
  const servers: ChatServer[] = [await startChatServer(options), await startChatServer(options)];
  closing.push(...servers);
  const [seller, buyer] = [await createPerson(), await createPerson()];
  const conversationId = await openConversation(buyer, await createListing(seller));
  const [here, there] = [await openBrowser(servers[0], buyer), await openBrowser(servers[1], seller)];
  for (const browser of [here, there]) {
    browser.send({ type: 'conversation.resume', conversationId, lastSeq: 0, here: true });
    await browser.until((frame) => frame.type === 'conversation.cursors');
  }
  const texts = ['안녕하세요', '네'];
  for (const [index, from] of [here, there].entries())
    from.send({
      type: 'message.send',
      conversationId,
      clientMessageId: randomUUID(),
      content: { kind: 'text', text: texts[index] ?? '' },
    });
  for (const browser of [here, there])
    for (const text of texts)
      await browser.until(
        (frame) =>
          frame.type === 'conversation.messages' &&
          frame.messages.some(({ content }) => content.kind === 'text' && content.text === text),
      );
  const plain = (await redis().call('PUBSUB', 'CHANNELS', channelName('*'))) as string[];
  expect(plain).toEqual([]);
});
