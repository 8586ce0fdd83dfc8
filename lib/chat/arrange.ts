import type { Viewer } from '@/lib/accounts/schema';
import { parseInput } from '@/lib/parse';
import { limitRate } from '@/lib/platform/rate-limit';
import { listInbox } from './conversations';
import { requireMember } from './membership';
import { findByText } from './messages';
import { publishInbox } from './publish';
import * as repository from './repository';
import { type ArrangeInput, arrangeSchema, type FoundDto, searchSchema } from './schema';
import { withdrawSoon } from './withdraw';

/**
 * Mutes a conversation, or moves it out of the inbox or back, for this person alone; the other sees nothing of it.
 * Throws conversation.not_found.
 */
export async function arrangeConversation(
  viewer: Viewer,
  conversationId: string,
  input: ArrangeInput,
): Promise<void> {
  const { muted, place } = parseInput(arrangeSchema, input);
  const { conversation, role } = await requireMember(viewer.id, conversationId);
  const hidden = place === 'inbox' ? null : place && { as: place, upTo: conversation.lastSeq };
  await repository.arrange(conversationId, role, {
    ...(muted !== undefined && { muted }),
    ...(hidden !== undefined && { hidden }),
  });
  publishInbox(viewer.id);
  if (muted || place === 'left') void withdrawSoon(conversationId, viewer.id);
}

const folded = (text: string) => text.normalize('NFC').toLowerCase();

/**
 * A person's own conversations, archived ones too, with these words in the other's name, in the item's title or in a
 * message. Throws input.invalid, rate.limited.
 */
export async function searchConversations(viewer: Viewer, query: string): Promise<FoundDto[]> {
  const words = parseInput(searchSchema, query).normalize('NFC');
  await limitRate('chat-search', viewer.id, 60, 60);
  const conversations = await listInbox(viewer);
  const messages = await findByText(
    conversations.map(({ id }) => id),
    words,
  );
  return conversations.flatMap((conversation) => {
    const { id, other, listing } = conversation;
    const message = messages.get(id) ?? null;
    const named = [other.name, listing?.title ?? ''].some((name) => folded(name).includes(folded(words)));
    return message || named ? [{ ...conversation, message }] : [];
  });
}
