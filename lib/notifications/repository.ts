import type { Locale } from '@/lib/accounts/schema';
import { collection } from '@/lib/platform/mongodb';
import type { PushAddress } from '@/lib/platform/web-push';
import type { NotificationKind } from './schema';

export interface NotificationDocument {
  _id: string;
  userId: string;
  kind: NotificationKind;
  listingId: string;
  listingTitle: string;
  /** What a message is about: where it was written, and by whom. Old ones do not say by whom. */
  chat?: { conversationId: string; senderId?: string };
  createdAt: Date;
  readAt: Date | null;
}

/** One browser that takes pushes. It belongs to whoever asked last: two people may share a browser. */
export interface PushSubscriptionDocument extends PushAddress {
  /** Made of the endpoint, so that a browser has one. */
  _id: string;
  userId: string;
  /** The session that asked for it: when it ends, the pushes end. */
  tokenVersion: number;
  locale: Locale;
  createdAt: Date;
}

const notifications = () => collection<NotificationDocument>('notifications');
const subscriptions = () => collection<PushSubscriptionDocument>('pushSubscriptions');

export async function ensureIndexes(): Promise<void> {
  await Promise.all([
    notifications().createIndex({ userId: 1, createdAt: -1 }),
    subscriptions().createIndex({ userId: 1, createdAt: -1 }),
  ]);
}

/** Writes a notice once: a second one with the same id changes nothing. */
export async function insertOnce(document: NotificationDocument): Promise<void> {
  const { _id, ...fields } = document;
  await notifications().updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
}

/** Writes a notice in the place of the one with the same id. */
export async function replace(document: NotificationDocument): Promise<void> {
  const { _id, ...fields } = document;
  await notifications().replaceOne({ _id }, fields, { upsert: true });
}

/** Which of these there are. */
export async function findExisting(ids: readonly string[]): Promise<Set<string>> {
  const found = await notifications()
    .find({ _id: { $in: [...ids] } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return new Set(found.map(({ _id }) => _id));
}

export async function remove(ids: readonly string[]): Promise<void> {
  await notifications().deleteMany({ _id: { $in: [...ids] } });
}

export async function findNewest(userId: string, limit: number): Promise<NotificationDocument[]> {
  return notifications().find({ userId }).sort({ createdAt: -1 }).limit(limit).toArray();
}

/** Whose the unread ones of these people are: as often as they have some. */
export async function findOwnersOfUnread(userIds: readonly string[]): Promise<string[]> {
  const found = await notifications()
    .find({ userId: { $in: [...userIds] }, readAt: null })
    .project<{ userId: string }>({ userId: 1 })
    .toArray();
  return found.map(({ userId }) => userId);
}

export async function markRead(userId: string, upTo: Date): Promise<void> {
  const shown = { userId, readAt: null, createdAt: { $lte: upTo } };
  await notifications().updateMany(shown, { $set: { readAt: new Date() } });
}

export async function deleteAll(userId: string): Promise<void> {
  await Promise.all([notifications().deleteMany({ userId }), subscriptions().deleteMany({ userId })]);
}

export async function emptyTitles(listingIds: readonly string[]): Promise<void> {
  await notifications().updateMany({ listingId: { $in: [...listingIds] } }, { $set: { listingTitle: '' } });
}

export async function saveSubscription(document: PushSubscriptionDocument): Promise<void> {
  const { _id, ...fields } = document;
  await subscriptions().replaceOne({ _id }, fields, { upsert: true });
}

/** The newest first. */
export async function findSubscriptions(userId: string): Promise<PushSubscriptionDocument[]> {
  return subscriptions().find({ userId }).sort({ createdAt: -1 }).toArray();
}

export async function removeSubscriptions(userId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await subscriptions().deleteMany({ _id: { $in: [...ids] }, userId });
}
