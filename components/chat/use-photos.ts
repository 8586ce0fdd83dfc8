import { useEffect } from 'react';
import type { ConversationClient } from './conversation-client';
import { filesOf, forgetFile, type KeptFile, keepFile } from './kept-files';
import { newMessageId } from './message-id';
import type { ThreadActions } from './thread-actions';

/**
 * Sends photos of this device. They are kept in the browser until the server has them, so that neither a lost network
 * nor a closed page loses one, and with the reason where it refuses them; two tabs that both send one send it under the
 * same name, and it is stored once.
 */
export function usePhotos(
  client: ConversationClient,
  place: string,
  uploadPhoto: ThreadActions['uploadPhoto'],
): (files: readonly File[]) => void {
  const attach = (kept: KeptFile) => {
    const { clientMessageId, file, failure = null } = kept;
    client.attach(clientMessageId, {
      preview: file,
      async upload(signal) {
        const outcome = await uploadPhoto(file, signal);
        return outcome.ok ? { ok: true, value: { kind: 'photo', ...outcome.value } } : outcome;
      },
      failure,
      keepFailure: (why) => void keepFile({ ...kept, failure: why }),
      release: () => void forgetFile(clientMessageId),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void filesOf(place).then((kept) => kept.forEach(attach));
  }, [client, place]);
  return (files) => {
    files.forEach((file, index) => {
      // Fractions of a millisecond: those that are chosen together stay in their order.
      const kept = { clientMessageId: newMessageId(), place, file, chosen: Date.now() + index / 1000 };
      void keepFile(kept);
      attach(kept);
    });
  };
}
