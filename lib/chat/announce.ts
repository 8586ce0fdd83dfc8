import { publishEvent } from './publish';
import * as repository from './repository';

/** Tells the open pages of all conversations of these two that something between them has changed. */
export async function announceBetween(a: string, b: string): Promise<void> {
  for (const conversationId of await repository.findBetween(a, b))
    publishEvent(conversationId, { type: 'changed', conversationId });
}
