import { enqueue } from '@/lib/outbox/service';
import { abortMultipart } from '@/lib/platform/multipart-storage';
import type { Executor } from '@/lib/platform/mysql';
import { removeObject } from '@/lib/platform/object-storage';
import { photoKeys } from './photos';
import * as repository from './repository';

/** Everything that was uploaded for a listing that is gone for good, by jobs of the caller's transaction. */
export async function eraseMediaOfListing(executor: Executor, listingId: string): Promise<void> {
  await eraseAll(executor, { listingId });
}

/** Everything that a person ever uploaded, likewise, and the count of it. */
export async function eraseMediaOfPerson(executor: Executor, ownerId: string): Promise<void> {
  await eraseAll(executor, { ownerId });
  await repository.deleteUsage(executor, ownerId);
}

async function eraseAll(executor: Executor, of: Parameters<typeof repository.findMediaOf>[0]): Promise<void> {
  for (const { id } of await repository.findMediaOf(of, executor))
    await enqueue(executor, { kind: 'media.erase', mediaId: id });
}

/** The job behind it: the private original, the public copies, and the row last, since it alone names them. */
export async function eraseMedia(mediaId: string): Promise<void> {
  const row = await repository.findMedia(mediaId);
  if (!row) return;
  await eraseFiles(row);
  await repository.deleteMedia(mediaId);
}

/** The private original and the public copies. */
export async function eraseFiles(row: repository.MediaRow): Promise<void> {
  await eraseOriginals(row);
  if (row.kind === 'photo') for (const key of photoKeys(row)) await removeObject('media', key);
}

/** Where a photo is taken in, out of its sender's reach. */
export const takenKey = (sentKey: string) => `${sentKey}.taken`;

/** The private original as it was sent and as it was taken in, and the parts of one that is still on its way. */
export async function eraseOriginals({ incomingKey, uploadId }: repository.MediaRow): Promise<void> {
  const sentKey = incomingKey.replace(/\.taken$/, '');
  if (uploadId !== null) await abortMultipart(sentKey, uploadId);
  await removeObject('incoming', sentKey);
  await removeObject('incoming', takenKey(sentKey));
}
