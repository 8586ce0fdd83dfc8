import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import * as presence from '@/lib/chat/presence';
import { PresenceChecks } from './presence-checks';

const { arrive, beat, livingServers, stopBeating } = presence;

const seller = { userId: randomUUID(), serverId: `server-${randomUUID()}`, connection: '1' };

test('a server that somebody arrived at lives as long as they count, however long ago its beat was', async () => {
  vi.useFakeTimers({ now: Date.now() - 20_000, toFake: ['Date'] });
  await beat(seller.serverId);
  vi.useRealTimers();
  const conversationId = randomUUID();
  await arrive(conversationId, seller);
  expect(await presence.presentIn(conversationId)).toEqual([seller.userId]);
  expect(await livingServers()).toContain(seller.serverId);
  await stopBeating(seller.serverId);
  expect(await livingServers()).not.toContain(seller.serverId);
  expect(await presence.presentIn(conversationId)).toEqual([]);
});

test('a server that Redis has forgotten with all others lives again with the first who arrives', async () => {
  await stopBeating(seller.serverId);
  await arrive(randomUUID(), seller);
  expect(await livingServers()).toContain(seller.serverId);
  expect(await beat(seller.serverId)).toBe(false);
  expect(await beat(seller.serverId)).toBe(true);
  await stopBeating(seller.serverId);
});

test('a death that could not be looked into is looked into again', async () => {
  const conversationId = randomUUID();
  const told: (readonly string[])[] = [];
  const checks = new PresenceChecks(
    () => [conversationId],
    (_, userIds) => told.push(userIds),
  );
  await arrive(conversationId, seller);
  await checks.checkServers({ all: true });
  expect(told).toEqual([[seller.userId]]);
  await stopBeating(seller.serverId);
  vi.spyOn(presence, 'presentIn').mockRejectedValueOnce(new Error('Redis is away'));
  await expect(checks.checkServers()).rejects.toThrow('away');
  await checks.checkServers();
  expect(told).toEqual([[seller.userId], []]);
  vi.restoreAllMocks();
});
