import { publishEvent } from './publish';
import * as repository from './repository';
import { withdrawSoon } from './withdraw';

/**
 * Tells the open pages of all conversations that these people have part in that something about them has changed.
 * @returns those conversations
 */
async function announce(...people: readonly string[]): Promise<string[]> {
  const ids = await repository.markOf(people);
  for (const conversationId of ids) publishEvent(conversationId, { type: 'changed', conversationId });
  return ids;
}

/** One has blocked the other: of what was said before they are not told any more. */
export async function announceBlock(blockerId: string, blockedId: string): Promise<void> {
  for (const conversationId of await announce(blockerId, blockedId))
    void withdrawSoon(conversationId, blockerId);
}

export async function announceUnblock(a: string, b: string): Promise<void> {
  await announce(a, b);
}

/** Nobody can write to this person any more, or everybody can again. */
export async function announceGone(userId: string): Promise<void> {
  await announce(userId);
}
