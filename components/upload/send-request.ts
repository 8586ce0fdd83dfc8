import type { Outcome } from '@/components/outcome';

/** A line that carries nothing for this long is taken for dead: the browser itself may wait for many minutes. */
const silenceMs = 60_000;

interface Sending {
  method: 'POST' | 'PUT';
  url: string;
  body: Blob | FormData;
  signal: AbortSignal;
  onSent(bytes: number): void;
  /** The code for an answer that is no success; undefined for what may pass by itself. */
  codeOf(status: number): string | undefined;
}

/**
 * Sends bytes straight to the object store. XMLHttpRequest, because fetch does not say how many bytes have left.
 * Rejects only when aborted.
 */
export function sendRequest({ method, url, body, signal, onSent, codeOf }: Sending): Promise<Outcome<void>> {
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
      else fail(codeOf(request.status));
    };
    request.onerror = () => fail();
    request.onabort = () => (signal.aborted ? reject(signal.reason) : fail());
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    request.open(method, url);
    request.send(body);
    listen();
  });
}
