import type { OwnFile } from '@/lib/accounts/own-file';
import * as repository from './repository';

/** Every model of a listing, the newest first, with its poster. */
export async function modelFiles(listingId: string): Promise<OwnFile[]> {
  const rows = await repository.findScansOfListings([listingId]);
  const models = rows.filter(({ modelKey }) => modelKey !== null);
  return models.flatMap(({ modelKey, posterKey, usdzKey, finishedAt, createdAt }, index) =>
    [modelKey, posterKey, usdzKey].flatMap((key): OwnFile[] => {
      if (key === null) return [];
      const name = key.slice(key.lastIndexOf('/') + 1);
      return [{ path: `model-${index + 1}/${name}`, at: finishedAt ?? createdAt, bucket: 'media', key }];
    }),
  );
}
