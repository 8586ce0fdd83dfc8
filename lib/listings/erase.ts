import { eraseMediaOfListing } from '@/lib/media/erase';
import { mysql, type Transaction } from '@/lib/platform/mysql';
import { eraseScansOfListing } from '@/lib/scans/erase';
import { restorableMs } from './policy';
import * as repository from './repository';

const batchSize = 100;

/**
 * Erases the pictures, the video and the models of what was deleted and can be restored no more. The row itself stays:
 * chats speak of it. Returns how many listings.
 */
export async function eraseDeleted(now = Date.now()): Promise<number> {
  const ids = await repository.findErasable(new Date(now - restorableMs), batchSize);
  for (const id of ids) {
    await mysql().transaction(async (tx) => {
      // First, so that a restore at this moment waits, and then finds that it is too late.
      if (!(await repository.markErased(id, new Date(now), tx))) return;
      await eraseScansOfListing(tx, id);
      await eraseMediaOfListing(tx, id);
    });
  }
  return ids.length;
}

/**
 * Every listing of somebody who leaves, in any state: its words and its models; pictures and videos go with everything
 * else that the person uploaded. Empty rows stay: conversations speak of them. Returns which they are.
 */
export async function eraseListingsOf(tx: Transaction, sellerId: string): Promise<string[]> {
  const ids = await repository.emptyListingsOf(tx, sellerId);
  for (const id of ids) await eraseScansOfListing(tx, id);
  return ids;
}
