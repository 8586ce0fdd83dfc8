import type { Failure, Outcome } from '@/components/outcome';
import type { UploadApi } from '@/components/sell/upload-api';
import type { UploadTarget } from '@/lib/media/schema';

async function failureOf(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === 'object' && 'error' in body) return body.error as Failure;
  return { code: 'internal', details: {} };
}

async function call<T>(method: 'POST' | 'DELETE', path: string, input?: object): Promise<Outcome<T>> {
  const response = await fetch(path, {
    method,
    headers: input ? { 'Content-Type': 'application/json' } : {},
    body: input ? JSON.stringify(input) : null,
  });
  if (!response.ok) return { ok: false, error: await failureOf(response) };
  return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
}

/** The route handlers for uploads, as components know them. */
export const uploadApi: UploadApi = {
  start: (input) => call<UploadTarget>('POST', '/api/uploads', input),
  complete: (mediaId) => call<void>('POST', `/api/uploads/${encodeURIComponent(mediaId)}/complete`),
  removePhoto: (mediaId) => call<void>('DELETE', `/api/uploads/${encodeURIComponent(mediaId)}`),
};

/** A ticket for the socket. Null when one cannot be had now: signed out, or no network. */
export async function fetchTicket(): Promise<string | null> {
  const outcome = await call<{ ticket: string }>('POST', '/api/chat/ticket').catch(() => null);
  return outcome?.ok ? outcome.value.ticket : null;
}
