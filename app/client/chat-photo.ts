import type { Outcome } from '@/components/outcome';
import { sendPhoto } from '@/components/upload/send-photo';
import { uploadApi } from './api';

/** Brings a photo of this device to a conversation. Rejects only when aborted. */
export async function uploadChatPhoto(
  conversationId: string,
  file: File,
  signal: AbortSignal,
): Promise<Outcome<{ mediaId: string }>> {
  let mediaId = '';
  const outcome = await sendPhoto({
    place: { conversationId },
    file,
    api: uploadApi,
    signal,
    onPlace: (id) => {
      mediaId = id;
    },
  });
  return outcome.ok ? { ok: true, value: { mediaId } } : outcome;
}
