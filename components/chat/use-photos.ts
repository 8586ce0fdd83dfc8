import { useEffect } from 'react';
import type { ConversationClient } from './conversation-client';
import { filesOf, type KeptFile, keepFile, placeOf } from './kept-files';
import { keptPhoto } from './kept-photo';
import { newMessageId } from './message-id';
import type { ThreadActions } from './thread-actions';

/**
 * Sends photos of this device. They are kept in the browser until the server has them, so that neither a lost network
 * nor a closed page loses one, and with the reason where it refuses them; two tabs that both send one send it under the
 * same name, and it is stored once.
 */
export function usePhotos(
  client: ConversationClient,
  viewerId: string,
  conversationId: string,
  uploadPhoto: ThreadActions['uploadPhoto'],
): (files: readonly File[]) => void {
  const attach = (kept: KeptFile) => client.attach(kept.clientMessageId, keptPhoto(kept, uploadPhoto));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void filesOf(viewerId, conversationId).then((kept) => kept.forEach(attach));
  }, [client, viewerId, conversationId]);
  return (files) => {
    const place = placeOf(viewerId, conversationId);
    files.forEach((file, index) => {
      // Fractions of a millisecond: those that are chosen together stay in their order.
      const kept = { clientMessageId: newMessageId(), place, file, chosen: Date.now() + index / 1000 };
      void keepFile(kept);
      attach(kept);
    });
  };
}
