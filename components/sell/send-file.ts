import type { Outcome } from '@/components/outcome';
import type { UploadTarget } from '@/lib/media/schema';

/**
 * Sends one file straight to the object store: a form with the signed fields first and the file last. XMLHttpRequest,
 * because fetch does not say how many bytes have left. Rejects only when aborted.
 */
export function sendFile(
  target: UploadTarget,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Outcome<void>> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    const fail = (code: string) => resolve({ ok: false, error: { code, details: {} } });
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve({ ok: true, value: undefined });
      else fail('media.incomplete');
    };
    request.onerror = () => fail(navigator.onLine ? 'media.incomplete' : 'offline');
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', target.url);
    request.send(form);
  });
}
