import type { Attachment } from './attachments';
import { forgetFile, type KeptFile, keepFile } from './kept-files';
import type { ThreadActions } from './thread-actions';

/** A photo of this device that is kept in the browser until the server has it, and with the reason where it refuses it. */
export function keptPhoto(kept: KeptFile, uploadPhoto: ThreadActions['uploadPhoto']): Attachment {
  const { clientMessageId, file, failure = null } = kept;
  return {
    preview: file,
    async upload(signal) {
      const outcome = await uploadPhoto(file, signal);
      return outcome.ok ? { ok: true, value: { kind: 'photo', ...outcome.value } } : outcome;
    },
    failure,
    keepFailure: (why) => void keepFile({ ...kept, failure: why }),
    release: () => void forgetFile(clientMessageId),
  };
}
