import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import { messagesAfter } from '@/lib/chat/messages';
import { redis as commands } from '@/lib/platform/redis';
import { createListing, createPerson } from '@/tests/harness/factories';
import { seeded } from '@/tests/harness/seeded';
import type { Tab } from '@/tests/harness/tab';
import { ChatSystem } from './harness/chat-system';
import { OwnRedis } from './harness/outage';

let redis: OwnRedis;
let system: ChatSystem;
let people: Viewer[];
let conversationId: string;

beforeAll(async () => {
  redis = await OwnRedis.start();
  // lib/env.ts reads it at first use: tickets are to be found where the servers look for them.
  process.env.REDIS_URL = redis.url;
  system = await ChatSystem.open();
  people = [await createPerson(), await createPerson()];
  conversationId = await openConversation(people[0] as Viewer, await createListing(people[1] as Viewer));
});
afterAll(async () => {
  redis.thaw();
  await system.close();
  await redis.close();
});

const cuts = Number(process.env.FAULT_CUTS ?? 1000);
const tabCount = 40;
const cutsPerMessage = 10;

test(`${cuts} cut connections over two servers, Redis emptied, hints lost, a server killed before it published`, async () => {
  await Promise.all([system.start(), system.start()]);
  const random = seeded(Number(process.env.FAULT_SEED ?? 7));
  const tabs = Array.from({ length: tabCount }, (_, index) =>
    system.tab(people[index % 2] as Viewer, conversationId, () => system.any(random)),
  );
  const said: string[] = [];
  const saidBy = new Map<Tab, string[]>();
  const say = (tab: Tab, text: string) => {
    said.push(text);
    saidBy.set(tab, [...(saidBy.get(tab) ?? []), text]);
    tab.say(text);
  };
  for (let cut = 0; cut < cuts; ) {
    await new Promise((resolve) => setTimeout(resolve, random() * 10));
    const victim = tabs[Math.floor(random() * tabs.length)];
    if (!victim?.state.connected) continue;
    if (cut % cutsPerMessage === 0) say(victim, `${cut}`);
    // Whatever is published until the servers are back is lost.
    if (cut % 100 === 50) await commands().call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    if (cut === Math.floor(cuts / 3)) await restartRedisEmpty();
    if (cut === Math.floor((2 * cuts) / 3)) await killBeforePublishing(say);
    victim.cut();
    cut += 1;
  }
  const ended = () => tabs.filter(({ seqs, state }) => seqs.length < said.length || state.pending.length > 0);
  await expect.poll(() => ended().length, { timeout: 90_000, interval: 100 }).toBe(0);
  const [first] = tabs;
  expect(first?.seqs).toEqual(said.map((_, index) => index + 1));
  expect([...(first?.words ?? [])].sort()).toEqual([...said].sort());
  for (const tab of tabs) expect(tab.words).toEqual(first?.words);
  // What was written in one tab stays in the order in which it was written.
  for (const texts of saidBy.values())
    expect(first?.words.filter((word) => texts.includes(word))).toEqual(texts);
}, 240_000);

async function restartRedisEmpty(): Promise<void> {
  await redis.kill();
  await redis.startEmpty();
}

/** With Redis frozen a message is stored and cannot be published: then its server dies. */
async function killBeforePublishing(say: (tab: Tab, text: string) => void): Promise<void> {
  const dying = system.servers[0];
  if (!dying) throw new Error('no server runs');
  const sender = system.tab(people[0] as Viewer, conversationId, () =>
    dying.process.signalCode === null ? dying : system.any(),
  );
  await expect.poll(() => sender.state.connected, { timeout: 20_000 }).toBe(true);
  redis.freeze();
  const text = randomUUID();
  say(sender, text);
  const isStored = async () => {
    const messages = (await messagesAfter(conversationId, Math.max(0, sender.seqs.length - 50))) ?? [];
    return messages.some(({ content }) => content.kind === 'text' && content.text === text);
  };
  await expect.poll(isStored, { timeout: 20_000 }).toBe(true);
  await system.end(dying, 'SIGKILL');
  redis.thaw();
  await system.start();
}
