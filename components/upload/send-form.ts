import type { Outcome } from '@/components/outcome';
import type { UploadTarget } from '@/lib/media/schema';
import { sendRequest } from './send-request';

type FormTarget = Extract<UploadTarget, { way: 'form' }>;

/** POSTs one file as a form, with the signed fields first and the file last. Rejects only when aborted. */
export function sendForm(
  target: FormTarget,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Outcome<void>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
  form.append('file', file);
  // 4xx: the file is no longer what was announced, or the form is too old. 5xx: the store's own trouble, which passes.
  const codeOf = (status: number) => (status < 500 ? 'media.incomplete' : 'internal');
  return sendRequest({ method: 'POST', url: target.url, body: form, signal, onSent, codeOf });
}
