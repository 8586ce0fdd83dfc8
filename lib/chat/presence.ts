import { redis } from '@/lib/platform/redis';

/** A server says this often that it lives, and counts as dead when it has not for `serverLifeSeconds`. */
export const heartbeatMs = 4_000;
const serverLifeSeconds = 12;
/** Later than its key is gone, so that whoever notices sweeps for good. */
const noticedAfterMs = (serverLifeSeconds + 2) * 1000;
/** Sets are refreshed this often; see `setLifeSeconds`. */
export const refreshMs = 20 * 60_000;
/** A set that nobody refreshes goes away by itself. */
const setLifeSeconds = 3600;

/** How long it is remembered when somebody was here last. */
const seenLifeSeconds = 30 * 24 * 3600;
/** A page does not wait longer than this to learn it. */
const seenWaitMs = 300;

const seenKey = (userId: string) => `seen:${userId}`;
const setKey = (conversationId: string) => `presence:${conversationId}`;
const memoryKey = (serverId: string) => `presence-memory:${serverId}`;
const serversKey = 'presence-servers';
const serverKey = (serverId: string) => `presence-server:${serverId}`;

/** One socket of a person: `connection` is unique among the sockets of its server. */
export interface Presence {
  userId: string;
  serverId: string;
  connection: string;
}

const memberOf = ({ userId, serverId, connection }: Presence) => `${userId}:${serverId}.${connection}`;

function parseMember(member: string): { userId: string; serverId: string } {
  const [userId = '', rest = ''] = member.split(':');
  return { userId, serverId: rest.split('.')[0] ?? '' };
}

/** Returns whether Redis remembers the beat before: if not, it has lost who is present, too. */
export async function beat(serverId: string): Promise<boolean> {
  const [, remembered] =
    (await redis()
      .multi()
      .set(serverKey(serverId), '1', 'EX', serverLifeSeconds)
      .set(memoryKey(serverId), '1', 'EX', setLifeSeconds, 'GET')
      .zadd(serversKey, Date.now(), serverId)
      .zremrangebyscore(serversKey, 0, Date.now() - setLifeSeconds * 1000)
      .exec()) ?? [];
  return remembered?.[1] === '1';
}

/** The servers that live. One that is not among them any more has left people behind who count as gone. */
export async function livingServers(): Promise<string[]> {
  return redis().zrangebyscore(serversKey, Date.now() - noticedAfterMs, '+inf');
}

/** A server that leaves: its sockets count no more from now on. */
export async function stopBeating(serverId: string): Promise<void> {
  await redis().multi().del(serverKey(serverId)).zrem(serversKey, serverId).exec();
}

/** Says that the server lives, too: after Redis lost everything its next beat may be seconds away. */
export async function arrive(conversationId: string, presence: Presence): Promise<void> {
  await redis()
    .multi()
    .set(serverKey(presence.serverId), '1', 'EX', serverLifeSeconds)
    .sadd(setKey(conversationId), memberOf(presence))
    .expire(setKey(conversationId), setLifeSeconds)
    .set(seenKey(presence.userId), Date.now(), 'EX', seenLifeSeconds)
    .exec();
}

export async function depart(conversationId: string, presence: Presence): Promise<void> {
  await redis()
    .multi()
    .srem(setKey(conversationId), memberOf(presence))
    .set(seenKey(presence.userId), Date.now(), 'EX', seenLifeSeconds)
    .exec();
}

/** When this person had a conversation before their eyes last. Null: long ago, never, or Redis does not say in time. */
export async function lastSeen(userId: string): Promise<Date | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), seenWaitMs).unref());
  const ms = await Promise.race([redis().get(seenKey(userId)), late]).catch(() => null);
  return ms === null ? null : new Date(Number(ms));
}

/** Who has the conversation before their eyes. Sweeps what dead servers left behind. */
export async function presentIn(conversationId: string): Promise<string[]> {
  const members = await redis().smembers(setKey(conversationId));
  if (members.length === 0) return [];
  const servers = [...new Set(members.map((member) => parseMember(member).serverId))];
  const beats = await redis().mget(servers.map(serverKey));
  const dead = new Set(servers.filter((_, index) => beats[index] === null));
  const swept = members.filter((member) => dead.has(parseMember(member).serverId));
  if (swept.length > 0) await redis().srem(setKey(conversationId), ...swept);
  const living = members.filter((member) => !dead.has(parseMember(member).serverId));
  return [...new Set(living.map((member) => parseMember(member).userId))];
}
