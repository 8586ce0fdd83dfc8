import { AppError } from '@/lib/errors';
import { eraseListingsOf } from '@/lib/listings/erase';
import { eraseMediaOfPerson } from '@/lib/media/erase';
import { closeConversationsOf, forgetBlocksBy } from '@/lib/moderation/gone';
import { eraseNotificationsOf, forgetTitlesOf } from '@/lib/notifications/service';
import { enqueue } from '@/lib/outbox/service';
import { mysql, type Transaction } from '@/lib/platform/mysql';
import * as repository from './repository';
import type { Viewer } from './schema';
import { announceEnd } from './sessions';

/**
 * Deletes the account: everything that is known of the person and everything that is theirs. What they wrote to others
 * stays in those others' conversations, under nobody's name: a conversation belongs to both, and one must not be able
 * to take away what the other relies on.
 *
 * All sessions end with the same transaction; the files go by its jobs, within moments.
 * @param name their own, typed: nothing brings an account back. Throws account.name_differs.
 */
export async function leave(viewer: Viewer, name: string): Promise<void> {
  if (name.normalize('NFC').trim() !== viewer.name) throw new AppError('account.name_differs');
  await mysql().transaction(async (tx) => {
    if (!(await repository.emptyUser(tx, viewer.id))) return;
    await eraseBelongings(tx, viewer.id);
    await enqueue(tx, { kind: 'account.erase', userId: viewer.id });
  });
  await announceEnd(viewer.id);
}

/** The job behind it. Once more everything, for what a request wrote that was under way. */
export async function eraseAccount(userId: string): Promise<void> {
  // Only of somebody who has left.
  if (await repository.findUser(userId)) return;
  // First: from then on no notice is made for them any more.
  await closeConversationsOf(userId, 'left');
  const listingIds = await mysql().transaction((tx) => eraseBelongings(tx, userId));
  await Promise.all([eraseNotificationsOf(userId), forgetTitlesOf(listingIds), forgetBlocksBy(userId)]);
}

/** Returns which listings were theirs. */
async function eraseBelongings(tx: Transaction, userId: string): Promise<string[]> {
  const listingIds = await eraseListingsOf(tx, userId);
  await eraseMediaOfPerson(tx, userId);
  return listingIds;
}
