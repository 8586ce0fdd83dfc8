import type { PortraitDto } from '@/lib/accounts/schema';
import { toPhotoDto } from './photos';
import * as repository from './repository';

/** Photos of people: a medium of their own that belongs to no listing. The newest that is ready is shown. */
export async function portraitOf(ownerId: string): Promise<PortraitDto> {
  const [newest, ...former] = await repository.findPortraits([ownerId]);
  if (!newest) return { shown: null, coming: null };
  if (newest.status === 'ready') return { shown: toPhotoDto(newest), coming: null };
  const shown = former.find(({ status }) => status === 'ready');
  return { shown: shown ? toPhotoDto(shown) : null, coming: toPhotoDto(newest) };
}

/** Where the small picture of each of these people is; those without one are left out. One query. */
export async function picturesOf(ownerIds: readonly string[]): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  for (const row of await repository.findPortraits(ownerIds)) {
    const [copy] = toPhotoDto(row).copies;
    if (copy && !pictures.has(row.ownerId)) pictures.set(row.ownerId, copy.webpUrl);
  }
  return pictures;
}
