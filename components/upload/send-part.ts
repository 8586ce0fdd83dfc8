import type { Outcome } from '@/components/outcome';

/** A line that carries nothing for this long is taken for dead: the browser itself may wait for many minutes. */
const silenceMs = 60_000;

/**
 * PUTs one part to its signed URL. XMLHttpRequest, because fetch does not say how many bytes have left.
 * Rejects only when aborted.
 */
export function sendPart(
  url: string,
  part: Blob,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Outcome<void>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout>;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), silenceMs);
    };
    const abort = () => request.abort();
    const fail = (code = navigator.onLine ? 'internal' : 'offline') =>
      resolve({ ok: false, error: { code, details: {} } });
    request.upload.onprogress = (event) => {
      listen();
      onSent(event.loaded);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve({ ok: true, value: undefined });
      else if (request.status === 404) fail('media.not_found');
      // Whatever the store has against it (a signature that ran out, its own restart), it is signed anew.
      else fail();
    };
    request.onerror = () => fail();
    request.onabort = () => (signal.aborted ? reject(signal.reason) : fail());
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    request.send(part);
    listen();
  });
}
