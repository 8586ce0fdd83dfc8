import { announceGone } from '@/lib/chat/announce';
import * as repository from './repository';

/**
 * From now on nobody can write to this person; open pages learn of it at once. Kept where blocks are, so that a message
 * asks for both in the same command. Harmless when it is done again.
 */
export async function closeConversationsOf(userId: string, gone: repository.Gone): Promise<void> {
  await repository.insertGone([{ userId, gone }]);
  await announceGone(userId);
}

/** A suspension was lifted. */
export async function reopenConversationsOf(userId: string): Promise<void> {
  await repository.deleteGone(userId);
  await announceGone(userId);
}

/** Of somebody who has left. */
export const forgetBlocksBy = (userId: string): Promise<void> => repository.deleteBlocksBy(userId);

/** Run with the migrations, for those who went before this was kept. */
export { insertGone } from './repository';
