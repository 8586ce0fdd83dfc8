import { hint, hintSoon } from '@/lib/platform/hint';
import type { ConversationEvent } from '@/lib/protocol/chat';
import { conversationChannel, inboxChannel } from '@/lib/protocol/pubsub';

/** Tells every server that shows the conversation. */
export function publishEvent(conversationId: string, event: ConversationEvent): void {
  const publish = event.type === 'typing' ? hintSoon : hint;
  publish(conversationChannel.name(conversationId), event);
}

/**
 * Tells every server that this person is connected to that their inbox changed.
 * @param sameCount whether as many messages are unread as before, so that nobody need count them
 */
export function publishInbox(userId: string, { sameCount = false } = {}): void {
  hint(inboxChannel.name(userId), { userId, ...(sameCount && { sameCount }) });
}
