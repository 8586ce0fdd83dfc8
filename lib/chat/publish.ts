import { hint, hintSoon } from '@/lib/platform/hint';
import type { ConversationEvent } from '@/lib/protocol/chat';
import { conversationChannel, inboxChannel } from '@/lib/protocol/pubsub';

/** Tells every server that shows the conversation. */
export function publishEvent(conversationId: string, event: ConversationEvent): void {
  const publish = event.type === 'typing' ? hintSoon : hint;
  publish(conversationChannel.name(conversationId), event);
}

/** Tells every server that one of these people is connected to that their inbox changed. */
export function publishInbox(userIds: readonly string[]): void {
  for (const userId of userIds) hint(inboxChannel.name(userId), { userId });
}
