import { randomBytes } from 'node:crypto';
import { createDemoPerson, findActiveUser } from '@/lib/accounts/service';
import { newId } from '@/lib/platform/ids';
import { collection } from '@/lib/platform/mongodb';
import { redis } from '@/lib/platform/redis';

export interface Person {
  userId: string;
  conversationId: string;
}

const atOnce = 32;

/** So many people, two and two in a conversation. Written to the stores directly, since there are many. */
export async function createPeople(count: number): Promise<Person[]> {
  const ids = Array.from({ length: count }, () => newId('usr'));
  for (let start = 0; start < count; start += atOnce)
    await Promise.all(ids.slice(start, start + atOnce).map((id) => createDemoPerson(id, id.slice(-20))));
  const conversations = Array.from({ length: count / 2 }, (_, index) => {
    const [buyerId, sellerId] = [ids[2 * index] ?? '', ids[2 * index + 1] ?? ''];
    return {
      _id: newId('cnv'),
      listingId: newId('lst'),
      ...{ buyerId, sellerId, people: [buyerId, sellerId], lastSeq: 0, last: null, activeAt: new Date() },
      ...{ buyer: { readSeq: 0 }, seller: { readSeq: 0 } },
    };
  });
  await collection<{ _id: string }>('conversations').insertMany(conversations);
  return conversations.flatMap(({ _id: conversationId, people }) =>
    people.map((userId) => ({ userId, conversationId })),
  );
}

/** A ticket for each of them, as the site gives one at a time. */
export async function issueTickets(people: readonly Person[]): Promise<string[]> {
  const tokenVersion = (await findActiveUser(people[0]?.userId ?? ''))?.tokenVersion;
  const tickets = people.map(() => randomBytes(24).toString('base64url'));
  const pipeline = redis().pipeline();
  for (const [index, { userId }] of people.entries())
    pipeline.set(`ticket:${tickets[index]}`, JSON.stringify({ userId, tokenVersion }), 'EX', 600);
  await pipeline.exec();
  return tickets;
}
