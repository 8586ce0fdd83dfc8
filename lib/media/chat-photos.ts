import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { enqueue } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { failureAsError, readFailure } from './failure';
import { requireOwnMedia } from './ownership';
import * as repository from './repository';

/** What is kept of a photo beside the words of a message. */
export interface KeptPicture {
  mediaId: string;
  /** Of the widest copy, in pixels. */
  width: number;
  height: number;
  placeholder: string | null;
}

/**
 * A photo that this person has uploaded for this conversation, for a message that is stored next. Throws media.not_found,
 * also for one of another place; media.processing with the seconds to wait while its copies are being made; the rule
 * that it broke.
 */
export async function photoForConversation(
  viewer: Viewer,
  conversationId: string,
  mediaId: string,
): Promise<KeptPicture> {
  const row = await requireOwnMedia(viewer, mediaId);
  if (row.conversationId !== conversationId) throw new AppError('media.not_found');
  const failure = readFailure(row);
  if (failure) throw failureAsError(failure);
  if (row.status === 'uploading') throw new AppError('media.incomplete');
  const { width, height, placeholder } = row;
  if (width === null || height === null) throw new AppError('media.processing', { seconds: 1 });
  // Its time begins anew, so that the sweep leaves it alone meanwhile. One that it was faster with is gone.
  if (row.unsentSince && !(await repository.setUnsentSince(mediaId, new Date())))
    throw new AppError('media.not_found');
  return { mediaId, width, height, placeholder };
}

/** Its message is stored, and only now: a photo of which nobody stored a message would stay for ever. */
export async function countAsSent(mediaId: string): Promise<void> {
  await repository.setUnsentSince(mediaId, null);
}

/** Erases the photo of a message that was taken back, soon. */
export async function discardChatPhoto(mediaId: string): Promise<void> {
  await enqueue(mysql(), { kind: 'media.erase', mediaId });
}
