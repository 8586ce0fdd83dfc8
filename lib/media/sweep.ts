import { isShown } from '@/lib/chat/shown';
import { abortMultipart, listMultiparts } from '@/lib/platform/multipart-storage';
import { listKeys, removeObject } from '@/lib/platform/object-storage';
import { rowsById } from '@/lib/platform/rows-by-id';
import { eraseFiles } from './erase';
import * as repository from './repository';

/** An upload of which nothing was heard for this long is given up. */
const abandonedAfterMs = 24 * 3600 * 1000;
/** A photo that no message shows after this long goes. A browser that was without a network for longer is told so. */
const unsentAfterMs = 7 * 24 * 3600 * 1000;

/**
 * Removes what nothing refers to: uploads that were given up, parts and objects without a row, copies of photos that
 * are gone. Safe to run at any time and by several workers at once.
 *
 * Why it never removes what a row refers to: an id is never used again; a row is written before anything is put under
 * its keys; and the store is listed before the rows are read. So an object that was listed has a row, unless that row is
 * gone for good; and a row only ever goes from referring to a key to not referring to it.
 */
export async function sweepMedia(now = Date.now()): Promise<{ removed: string[] }> {
  await removeLeftovers('abandoned', new Date(now - abandonedAfterMs));
  await removeLeftovers('unsent', new Date(now - unsentAfterMs));
  const removed = [
    ...(await sweepParts()),
    ...(await sweepObjects('incoming', '', incomingId, refersToOriginal)),
    ...(await sweepObjects('media', 'photos/', copyId, refersToCopies)),
  ];
  return { removed };
}

async function removeLeftovers(kind: repository.Leftover, before: Date): Promise<void> {
  for (const row of await repository.findLeftovers(kind, before)) {
    // Its message was stored, and what comes after that was not done.
    if (kind === 'unsent' && row.conversationId !== null && (await isShown(row.conversationId, row.id))) {
      await repository.setUnsentSince(row.id, null);
      continue;
    }
    // Who goes on with it, or shows it, at this very moment keeps it.
    if (await repository.deleteLeftover(kind, row.id, before)) await eraseFiles(row);
  }
}

const mediaByIds = (ids: readonly string[]) => rowsById(ids, repository.findMediaByIds);
const incomingId = (key: string) => /^[^/]+\/(med_[\w-]+)(?:\.taken)?$/.exec(key)?.[1];
const copyId = (key: string) => /^photos\/(med_[\w-]+)\//.exec(key)?.[1];

function refersToOriginal(row: repository.MediaRow, key: string): boolean {
  if (row.status === 'uploading') return true;
  if (row.incomingKey !== key) return false;
  return row.kind === 'photo'
    ? row.status === 'processing'
    : row.status === 'ready' && !row.originalDeletedAt;
}

const refersToCopies = ({ status }: repository.MediaRow) => status === 'processing' || status === 'ready';

/** Keys of another shape are not ours to judge. */
async function sweepObjects(
  bucket: 'incoming' | 'media',
  prefix: string,
  idOf: (key: string) => string | undefined,
  refers: (row: repository.MediaRow, key: string) => boolean,
): Promise<string[]> {
  const keys = (await listKeys(bucket, prefix)).filter((key) => idOf(key) !== undefined);
  const rows = await mediaByIds(keys.map((key) => idOf(key) ?? ''));
  const orphans = keys.filter((key) => {
    const row = rows.get(idOf(key) ?? '');
    return !row || !refers(row, key);
  });
  for (const key of orphans) await removeObject(bucket, key);
  return orphans;
}

async function sweepParts(): Promise<string[]> {
  const uploads = (await listMultiparts('')).filter(({ key }) => incomingId(key) !== undefined);
  const rows = await mediaByIds(uploads.map(({ key }) => incomingId(key) ?? ''));
  const orphans = uploads.filter(({ key, uploadId }) => {
    const row = rows.get(incomingId(key) ?? '');
    // Without an id the upload is just being begun.
    return row?.status !== 'uploading' || (row.uploadId !== null && row.uploadId !== uploadId);
  });
  for (const { key, uploadId } of orphans) await abortMultipart(key, uploadId);
  return orphans.map(({ key }) => key);
}
