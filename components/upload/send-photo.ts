import { type Outcome, settle } from '@/components/outcome';
import { typeOf } from './file-type';
import { persist } from './persist';
import { sendForm } from './send-form';
import type { UploadApi } from './upload-api';

export interface PhotoSending {
  /** Of no listing: a photo of the sender. */
  place: { listingId: string | null } | { conversationId: string };
  file: File;
  api: UploadApi;
  signal: AbortSignal;
  onPlace(mediaId: string): void;
  onSent?(bytes: number): void;
  onSituation?(situation: 'sending' | 'offline' | 'checking'): void;
}

/** The form that a photo is sent with lives for an hour (lib/media/service.ts): offline for longer, it takes another. */
const formLifeMs = 55 * 60_000;

/** Sends a photo in one piece, again and again until it is there, and has it checked. Rejects only when aborted. */
export async function sendPhoto(sending: PhotoSending): Promise<Outcome<void>> {
  const { place, file, api, signal, onSituation, onSent = () => undefined } = sending;
  const onWaiting = (waiting: boolean) => onSituation?.(waiting ? 'offline' : 'sending');
  const input = { ...place, kind: 'photo', contentType: typeOf(file), bytes: file.size } as const;
  const placed = await persist(() => settle(api.start(input)), signal, onWaiting);
  if (!placed.ok) return placed;
  const target = placed.value;
  if (target.way !== 'form') throw new Error('a photo is sent as a form');
  sending.onPlace(target.mediaId);
  const placedAt = Date.now();
  const sent = await persist(() => sendForm(target, file, signal, onSent), signal, onWaiting);
  const late = Date.now() - placedAt > formLifeMs;
  if (!sent.ok && sent.error.code === 'media.incomplete' && late) return sendPhoto(sending);
  if (!sent.ok) return sent;
  onSituation?.('checking');
  return persist(() => settle(api.complete(target.mediaId, {})), signal);
}
