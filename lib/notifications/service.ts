import type { Viewer } from '@/lib/accounts/schema';
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
}

export async function notify({ key, ...fields }: NotificationInput): Promise<void> {
  await repository.insertOnce({ _id: `ntf_${key}`, ...fields, createdAt: new Date(), readAt: null });
}

export async function listNotifications(viewer: Viewer): Promise<NotificationDto[]> {
  const documents = await repository.findNewest(viewer.id, listLimit);
  return documents.map(({ _id, kind, listingId, listingTitle, createdAt, readAt }) => ({
    id: _id,
    kind,
    listingId,
    listingTitle,
    createdAt: createdAt.toISOString(),
    read: readAt !== null,
  }));
}

export async function countUnread(viewer: Viewer): Promise<number> {
  return repository.countUnread(viewer.id, unreadLimit);
}

export async function markAllRead(viewer: Viewer): Promise<void> {
  await repository.markRead(viewer.id);
}

/** For somebody who has left. */
export async function eraseNotificationsOf(userId: string): Promise<void> {
  await repository.deleteAll(userId);
}

/** Run with the migrations. */
export { ensureIndexes } from './repository';
