import { z } from 'zod';
import type { Viewer } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { parseInput } from '@/lib/parse';
import { hint } from '@/lib/platform/hint';
import { noticesChannel } from '@/lib/protocol/pubsub';
import * as repository from './repository';
import type { NotificationDto, NotificationKind } from './schema';

const listLimit = 50;
/** The badge says "99+" above this. */
const unreadLimit = 100;

export interface NotificationInput {
  /** Says what the notice is about: a second notice with the same key is the same notice. */
  key: string;
  userId: string;
  kind: NotificationKind;
  listingId: string;
  listingTitle: string;
  chat?: { conversationId: string; senderId: string };
}

/** Tells every open page of a person that the number on their bell has changed. */
const announce = (userId: string) => hint(noticesChannel.name(userId), { userId });

const idOf = (key: string) => `ntf_${key}`;

export async function notify({ key, ...fields }: NotificationInput): Promise<void> {
  await repository.insertOnce({ _id: idOf(key), ...fields, createdAt: new Date(), readAt: null });
  announce(fields.userId);
}

/** The same, new again: it takes the place of the one with the same key. */
export async function notifyAnew({ key, ...fields }: NotificationInput): Promise<void> {
  await repository.replace({ _id: idOf(key), ...fields, createdAt: new Date(), readAt: null });
  announce(fields.userId);
}

/** What these notices were about is over. Returns those that there were: mostly there is none to withdraw. */
export async function withdraw<T extends Pick<NotificationInput, 'key' | 'userId'>>(
  notices: readonly T[],
): Promise<T[]> {
  const existing = await repository.findExisting(notices.map(({ key }) => idOf(key)));
  if (existing.size === 0) return [];
  await repository.remove([...existing]);
  const withdrawn = notices.filter(({ key }) => existing.has(idOf(key)));
  for (const { userId } of withdrawn) announce(userId);
  return withdrawn;
}

export async function listNotifications(viewer: Viewer): Promise<NotificationDto[]> {
  const documents = await repository.findNewest(viewer.id, listLimit);
  // Names are looked up, not kept: a person may change theirs, or leave.
  const people = await peopleById(documents.flatMap(({ chat }) => chat?.senderId ?? []));
  const shown = ({
    conversationId,
    senderId = '',
  }: NonNullable<repository.NotificationDocument['chat']>) => ({
    conversationId,
    name: people.get(senderId)?.name ?? '',
  });
  return documents.map(({ _id, kind, listingId, listingTitle, chat, createdAt, readAt }) => ({
    id: _id,
    kind,
    listingId,
    listingTitle,
    ...(chat && { chat: shown(chat) }),
    createdAt: createdAt.toISOString(),
    read: readAt !== null,
  }));
}

export async function countUnread(viewer: Viewer): Promise<number> {
  return (await countUnreadOf([viewer.id])).get(viewer.id) ?? 0;
}

/** The same of many people, in one query. Whoever has nothing unread is left out. */
export async function countUnreadOf(userIds: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const userId of await repository.findOwnersOfUnread(userIds))
    counts.set(userId, Math.min(unreadLimit, (counts.get(userId) ?? 0) + 1));
  return counts;
}

/** @param upTo when the newest of those that were shown was made, as ISO 8601: what has come since is news still */
export async function markRead(viewer: Viewer, upTo: string): Promise<void> {
  await repository.markRead(viewer.id, new Date(parseInput(z.iso.datetime(), upTo)));
  announce(viewer.id);
}

/** For somebody who has left. */
export async function eraseNotificationsOf(userId: string): Promise<void> {
  await repository.deleteAll(userId);
}

/** Neighbours were told of what somebody sold who has left: their notices stay, without its name. */
export async function forgetTitlesOf(listingIds: readonly string[]): Promise<void> {
  await repository.emptyTitles(listingIds);
}

/** Run with the migrations. */
export { ensureIndexes } from './repository';
