import { collection } from '@/lib/platform/mongodb';
import type { NotificationKind } from './schema';

export interface NotificationDocument {
  _id: string;
  userId: string;
  kind: NotificationKind;
  listingId: string;
  listingTitle: string;
  createdAt: Date;
  readAt: Date | null;
}

const notifications = () => collection<NotificationDocument>('notifications');

export async function ensureIndexes(): Promise<void> {
  await notifications().createIndex({ userId: 1, createdAt: -1 });
}

/** Writes a notice once: a second one with the same id changes nothing. */
export async function insertOnce(document: NotificationDocument): Promise<void> {
  const { _id, ...fields } = document;
  await notifications().updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
}

export async function findNewest(userId: string, limit: number): Promise<NotificationDocument[]> {
  return notifications().find({ userId }).sort({ createdAt: -1 }).limit(limit).toArray();
}

export async function countUnread(userId: string, limit: number): Promise<number> {
  return notifications().countDocuments({ userId, readAt: null }, { limit });
}

export async function markRead(userId: string): Promise<void> {
  await notifications().updateMany({ userId, readAt: null }, { $set: { readAt: new Date() } });
}

export async function deleteAll(userId: string): Promise<void> {
  await notifications().deleteMany({ userId });
}
