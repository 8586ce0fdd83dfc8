import { inTime } from '@/lib/platform/in-time';
import { redis } from '@/lib/platform/redis';

/** A server says this often that it lives, and counts as dead when it has not for `serverLifeSeconds`. */
export const heartbeatMs = 4_000;
const serverLifeSeconds = 12;
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

/** A transaction that says that the server lives. */
const sayingAlive = (serverId: string) =>
  redis()
    .multi()
    .set(serverKey(serverId), '1', 'EX', serverLifeSeconds)
    .zadd(serversKey, Date.now(), serverId);

/**
 * Returns whether Redis remembers the beat before: if not, it has lost who is present, or the beat came so late that
 * others have swept them.
 */
export async function beat(serverId: string): Promise<boolean> {
  const answers = await sayingAlive(serverId)
    .zremrangebyscore(serversKey, 0, Date.now() - setLifeSeconds * 1000)
    .set(memoryKey(serverId), '1', 'EX', serverLifeSeconds, 'GET')
    .exec();
  return answers?.at(-1)?.[1] === '1';
}

/** The servers that live. Whoever was on one that is not among them any more is swept by whoever looks from then on. */
export async function livingServers(): Promise<Set<string>> {
  return livingOf(await redis().zrange(serversKey, '0', '-1'));
}

/** One key says who counts and which server died: were it two, a death could be noticed before anybody can be swept. */
async function livingOf(servers: readonly string[]): Promise<Set<string>> {
  const beats = servers.length > 0 ? await redis().mget(servers.map(serverKey)) : [];
  return new Set(servers.filter((_, index) => beats[index] !== null));
}

/** A server that leaves: its sockets count no more from now on. */
export async function stopBeating(serverId: string): Promise<void> {
  await redis().multi().del(serverKey(serverId), memoryKey(serverId)).zrem(serversKey, serverId).exec();
}

/** Says that the server lives, too: after Redis lost everything its next beat may be seconds away. */
export async function arrive(conversationId: string, presence: Presence): Promise<void> {
  await sayingAlive(presence.serverId)
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
  const ms = await inTime(redis().get(seenKey(userId)), seenWaitMs, null).catch(() => null);
  return ms === null ? null : new Date(Number(ms));
}

/** What is asked for until the next microtask, and its answer. */
let asking: { ids: Set<string>; answer: Promise<Map<string, string[]>> } | undefined;

/** Who has the conversation before their eyes. All that is asked for in one go is two questions to Redis. */
export async function presentIn(conversationId: string): Promise<string[]> {
  asking ??= begin();
  asking.ids.add(conversationId);
  return (await asking.answer).get(conversationId) ?? [];
}

function begin() {
  const ids = new Set<string>();
  const answer = Promise.resolve().then(() => {
    asking = undefined;
    return readPresent([...ids]);
  });
  return { ids, answer };
}

/** Sweeps what dead servers left behind. */
async function readPresent(ids: readonly string[]): Promise<Map<string, string[]>> {
  const sets = await allOf<string[]>(ids.map((id) => ['smembers', setKey(id)]));
  const found = sets.flatMap((members, index) =>
    members.map((member) => ({ id: ids[index] ?? '', member, ...parseMember(member) })),
  );
  const alive = await livingOf([...new Set(found.map(({ serverId }) => serverId))]);
  const left = found.filter(({ serverId }) => !alive.has(serverId));
  if (left.length > 0) await allOf(left.map(({ id, member }) => ['srem', setKey(id), member]));
  const present = new Map<string, Set<string>>();
  for (const { id, userId, serverId } of found)
    if (alive.has(serverId)) present.set(id, (present.get(id) ?? new Set()).add(userId));
  return new Map([...present].map(([id, userIds]) => [id, [...userIds]]));
}

/** The answers to several commands, which go out in one write. */
async function allOf<T>(commands: string[][]): Promise<T[]> {
  const answers = (await redis().pipeline(commands).exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer as T;
  });
}
