import type { Outcome } from '@/components/outcome';
import { sendRequest } from './send-request';

/** PUTs one part to its signed URL. Rejects only when aborted. */
export function sendPart(
  url: string,
  part: Blob,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Outcome<void>> {
  // Whatever else the store has against it (a signature that ran out, its own restart), it is signed anew.
  const codeOf = (status: number) => (status === 404 ? 'media.not_found' : undefined);
  return sendRequest({ method: 'PUT', url, body: part, signal, onSent, codeOf });
}
