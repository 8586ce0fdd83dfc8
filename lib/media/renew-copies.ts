import { enqueue } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { objectSize, openObject, putOriginal } from '@/lib/platform/object-storage';
import * as repository from './repository';

/** Until 2026-11 a photo was published in two widths; this is the larger one, of at most 1600 pixels. */
const formerCopy = (mediaId: string) => `photos/${mediaId}/large.webp`;

/**
 * Has the photos of former versions published anew in today's widths and formats, by the job of an upload: their larger
 * copy stands in for the original, which is long deleted. They are recognised by what was not kept then, a placeholder.
 * What is cut off is done again the next time. Returns how many photos.
 */
export async function renewFormerCopies(): Promise<number> {
  let renewed = 0;
  for (const row of await repository.findWithoutPlaceholder()) {
    const former = formerCopy(row.id);
    if ((await objectSize('media', former)) === null) continue;
    await putOriginal(row.incomingKey, Buffer.concat(await (await openObject('media', former)).toArray()));
    await mysql().transaction(async (tx) => {
      if (!(await repository.changeMedia(row.id, 'ready', { status: 'processing' }, tx))) return;
      await enqueue(tx, { kind: 'photo.process', mediaId: row.id });
    });
    renewed += 1;
  }
  return renewed;
}
