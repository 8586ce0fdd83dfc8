import { logger } from '@/lib/platform/logger';
import { publish } from '@/lib/platform/publisher';
import type { ConversationEvent } from '@/lib/protocol/chat';
import { conversationChannel, inboxChannel } from '@/lib/protocol/pubsub';

/** Tells every server that shows the conversation. Never fails: what is lost is read from the store later. */
export function publishEvent(conversationId: string, event: ConversationEvent): void {
  tell(conversationChannel.name(conversationId), event);
}

/** Tells every server that one of these people is connected to that their inbox changed. */
export function publishInbox(userIds: readonly string[]): void {
  for (const userId of userIds) tell(inboxChannel.name(userId), { userId });
}

function tell(channel: string, message: object): void {
  publish(channel, JSON.stringify(message)).catch((error: unknown) =>
    logger.debug({ err: error, channel }, 'a hint was not published'),
  );
}
