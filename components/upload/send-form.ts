import type { Outcome } from '@/components/outcome';
import type { UploadTarget } from '@/lib/media/schema';

type FormTarget = Extract<UploadTarget, { way: 'form' }>;

/**
 * Sends one file straight to the object store: a form with the signed fields first and the file last. XMLHttpRequest,
 * because fetch does not say how many bytes have left. Rejects only when aborted.
 */
export function sendForm(
  target: FormTarget,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Outcome<void>> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const fail = (code: string) => resolve({ ok: false, error: { code, details: {} } });
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve({ ok: true, value: undefined });
      // 4xx: the file is no longer what was announced, or the form is too old. 5xx: the store's own trouble, which passes.
      else fail(request.status < 500 ? 'media.incomplete' : 'internal');
    };
    request.onerror = () => fail(navigator.onLine ? 'internal' : 'offline');
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.open('POST', target.url);
    request.send(form);
  });
}
