import type { Attachment } from './conversation-client';
import type { ThreadActions } from './thread-actions';

/** A photo of this device as something to send. */
export function photoAttachment(file: File, uploadPhoto: ThreadActions['uploadPhoto']): Attachment {
  return {
    previewUrl: URL.createObjectURL(file),
    async upload(signal) {
      const outcome = await uploadPhoto(file, signal);
      return outcome.ok ? { ok: true, value: { kind: 'photo', mediaId: outcome.value.mediaId } } : outcome;
    },
  };
}
