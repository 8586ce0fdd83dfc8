import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { mongodb } from '@/lib/platform/mongodb';
import { redis } from '@/lib/platform/redis';
import { createListing, createPerson } from '@/tests/harness/factories';
import { allTold } from './absent';
import { openConversation } from './conversations';
import { requireMember } from './membership';
import { type Known, sendMessage } from './messages';
import { arrive, beat, presentIn } from './presence';
import { withdrawSoon } from './withdraw';

// Counted, not timed: a count is the same on every machine.

const commands: string[] = [];

beforeAll(() => {
  const { client } = mongodb();
  // Before it connects, and not among its types.
  Reflect.set(client, 'monitorCommands', true);
  client.on('commandStarted', ({ commandName }) => commands.push(commandName));
});

const present = (person: Viewer, serverId: string) => ({ userId: person.id, serverId, connection: '1' });

test('a message is one command to the document store where the conversation is known, and else one more', async () => {
  const [seller, buyer] = [await createPerson(), await createPerson()];
  const conversationId = await openConversation(buyer, await createListing(seller));
  await beat('here');
  await arrive(conversationId, present(seller, 'here'));
  const say = async (known?: Known) => {
    commands.length = 0;
    const content = { kind: 'text', text: '안녕하세요' } as const;
    await sendMessage(buyer, { conversationId, clientMessageId: randomUUID(), content }, known);
    await allTold();
    return [...commands];
  };
  expect(await say()).toEqual(['aggregate', 'bulkWrite']);
  expect(await say(await requireMember(buyer.id, conversationId))).toEqual(['bulkWrite']);
});

test('what many have read is one question to the document store where they were told of nothing', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => createPerson()));
  commands.length = 0;
  await Promise.all(people.map(({ id }) => withdrawSoon(`cnv_${id}`, id)));
  expect(commands).toEqual(['find']);
});

test('who is present in many conversations is two questions to Redis', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => createPerson()));
  await beat('here');
  await Promise.all(people.map((person) => arrive(`cnv_${person.id}`, present(person, 'here'))));
  await redis().sadd('presence:cnv_left', 'usr_left:dead.1');
  const [asked, read] = [vi.spyOn(redis(), 'pipeline'), vi.spyOn(redis(), 'mget')];
  const found = await Promise.all(people.map(({ id }) => presentIn(`cnv_${id}`)));
  expect(found).toEqual(people.map(({ id }) => [id]));
  expect([asked.mock.calls.length, read.mock.calls.length]).toEqual([1, 1]);
  expect(await Promise.all([presentIn('cnv_left'), presentIn('cnv_nobody')])).toEqual([[], []]);
  expect(await redis().exists('presence:cnv_left')).toBe(0);
});
