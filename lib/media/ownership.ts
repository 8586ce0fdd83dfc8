import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import * as repository from './repository';

/** The medium, when it is this person's. Otherwise media.not_found, whether it exists or not. */
export async function requireOwnMedia(viewer: Viewer, mediaId: string): Promise<repository.MediaRow> {
  const row = await repository.findMedia(mediaId);
  if (row?.ownerId !== viewer.id) throw new AppError('media.not_found');
  return row;
}
