import { SignedOut } from '@/components/live/live-socket';
import type { Failure, Outcome } from '@/components/outcome';
import type { UploadApi } from '@/components/upload/upload-api';
import type { UploadProgress, UploadTarget } from '@/lib/media/schema';

async function failureOf(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === 'object' && 'error' in body) return body.error as Failure;
  return { code: 'internal', details: {} };
}

async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  input?: object,
  init: Pick<RequestInit, 'keepalive' | 'signal'> = {},
): Promise<Outcome<T>> {
  const response = await fetch(path, {
    ...init,
    method,
    headers: input ? { 'Content-Type': 'application/json' } : {},
    body: input ? JSON.stringify(input) : null,
  });
  if (!response.ok) return { ok: false, error: await failureOf(response) };
  return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
}

const uploadPath = (mediaId: string, rest = '') => `/api/uploads/${encodeURIComponent(mediaId)}${rest}`;

/** The route handlers for uploads, as components know them. */
export const uploadApi: UploadApi = {
  start: (input) => call<UploadTarget>('POST', '/api/uploads', input),
  progress: (mediaId) => call<UploadProgress>('GET', uploadPath(mediaId)),
  signPart: (mediaId, number) => call<{ url: string }>('POST', uploadPath(mediaId, '/parts'), { number }),
  // Kept alive: whoever closes the window now has uploaded everything.
  complete: (mediaId, input) =>
    call<void>('POST', uploadPath(mediaId, '/complete'), input, { keepalive: true }),
  remove: (mediaId) => call<void>('DELETE', uploadPath(mediaId)),
};

/** A request that takes longer is tried again. */
const ticketMs = 10_000;

/** A ticket for the socket; null without a network. Throws SignedOut. */
export async function fetchTicket(): Promise<string | null> {
  const signal = AbortSignal.timeout(ticketMs);
  const outcome = await call<{ ticket: string }>('POST', '/api/chat/ticket', undefined, { signal }).catch(
    () => null,
  );
  if (outcome?.ok) return outcome.value.ticket;
  if (outcome?.error.code === 'auth.required') throw new SignedOut();
  return null;
}
