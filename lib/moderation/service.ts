import { type PersonDto, unknownPerson, type Viewer } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { announceBlock, announceUnblock } from '@/lib/chat/announce';
import { AppError } from '@/lib/errors';
import { limitRate } from '@/lib/platform/rate-limit';
import * as repository from './repository';

/**
 * From now on neither of the two can write to the other; open pages learn of it at once. The other is not told who it
 * was. Harmless when it is done again. Throws account.not_found.
 */
export async function blockPerson(viewer: Viewer, userId: string): Promise<void> {
  await requireOther(viewer, userId);
  await limitRate('block', viewer.id, 60, 3600);
  await repository.insertBlock(viewer.id, userId);
  await announceBlock(viewer.id, userId);
}

/** Takes back one's own block; one of the other's stays. */
export async function unblockPerson(viewer: Viewer, userId: string): Promise<void> {
  await repository.deleteBlock(viewer.id, userId);
  await announceUnblock(viewer.id, userId);
}

/** Whom this person has blocked. */
export async function listBlocked(viewer: Viewer): Promise<PersonDto[]> {
  const ids = (await repository.findBlocksBy(viewer.id)).map(({ blockedId }) => blockedId);
  const people = await peopleById(ids);
  return ids.map((id) => people.get(id) ?? unknownPerson(id));
}

async function requireOther(viewer: Viewer, userId: string): Promise<void> {
  if (userId === viewer.id || !(await peopleById([userId])).has(userId))
    throw new AppError('account.not_found');
}
