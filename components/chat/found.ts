import type { ConversationDto, FoundDto } from '@/lib/chat/schema';

/**
 * What was found, as the inbox has it now.
 * @param before the inbox when it was found: what was in it then and is not any more was left since
 */
export function upToDate(
  found: readonly FoundDto[],
  before: readonly ConversationDto[],
  now: readonly ConversationDto[],
): FoundDto[] {
  const known = new Map(now.map((conversation) => [conversation.id, conversation]));
  const left = new Set(before.map(({ id }) => id).filter((id) => !known.has(id)));
  return found
    .filter(({ id }) => !left.has(id))
    .map((one) => ({ ...one, ...known.get(one.id), message: one.message }));
}
