import type { OwnFile } from '@/lib/accounts/own-file';
import { photoKeys } from './photos';
import * as repository from './repository';

/** The pictures of a listing as they are published, and the videos that are still kept as they were sent. */
export async function mediaFilesOfListing(listingId: string): Promise<OwnFile[]> {
  return toFiles(await repository.findMediaOf({ listingId }));
}

/** The photos that a person has sent in a conversation. */
export async function sentPhotoFiles(conversationId: string, ownerId: string): Promise<OwnFile[]> {
  return toFiles(await repository.findMediaSent(conversationId, ownerId));
}

/** The photo that others see of a person. */
export async function portraitFiles(ownerId: string): Promise<OwnFile[]> {
  return toFiles(await repository.findPortraits([ownerId]));
}

function toFiles(rows: readonly repository.MediaRow[]): OwnFile[] {
  const counts = { photo: 0, video: 0 };
  return rows.flatMap((row): OwnFile[] => {
    const source = sourceOf(row);
    if (!source) return [];
    counts[row.kind] += 1;
    const { ending, ...place } = source;
    return [{ path: `${row.kind}-${counts[row.kind]}.${ending}`, at: row.createdAt, ...place }];
  });
}

const endings: Record<string, string> = { 'video/quicktime': 'mov', 'video/webm': 'webm' };

function sourceOf(row: repository.MediaRow) {
  if (row.status !== 'ready') return null;
  if (row.kind === 'video') {
    if (row.originalDeletedAt) return null;
    const ending = endings[row.contentType] ?? 'mp4';
    return { ending, bucket: 'incoming', key: row.incomingKey } as const;
  }
  // The widest comes last, and of its two formats the one that every program knows.
  const key = photoKeys(row).at(-1);
  return key ? ({ ending: 'webp', bucket: 'media', key } as const) : null;
}
