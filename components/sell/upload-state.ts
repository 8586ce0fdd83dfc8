import type { Failure } from '@/components/outcome';
import type { MediaKind } from '@/lib/media/schema';

export type UploadStatus = 'waiting' | 'sending' | 'checking' | 'done' | 'failed';

/** One file on its way. Times are of the browser's monotonic clock. */
export interface Upload {
  key: string;
  listingId: string;
  kind: MediaKind;
  name: string;
  bytes: number;
  sentBytes: number;
  startedAtMs: number;
  status: UploadStatus;
  failure: Failure | null;
  /** Known from the moment the server has given it a place. */
  mediaId: string | null;
  /** A local picture of a photo, until the server's is ready. */
  previewUrl: string | null;
}

export type UploadEvent =
  | { type: 'sending'; mediaId: string; nowMs: number }
  | { type: 'sent'; bytes: number }
  | { type: 'checking' }
  | { type: 'done' }
  | { type: 'failed'; failure: Failure }
  | { type: 'again' };

/** Where an upload stands after an event. An event that comes too late, after the end, changes nothing. */
export function afterEvent(upload: Upload, event: UploadEvent): Upload {
  if (event.type === 'again') {
    return upload.status === 'failed'
      ? { ...upload, status: 'waiting', failure: null, sentBytes: 0, mediaId: null }
      : upload;
  }
  if (upload.status === 'done' || upload.status === 'failed') return upload;
  switch (event.type) {
    case 'sending':
      return { ...upload, status: 'sending', mediaId: event.mediaId, startedAtMs: event.nowMs };
    case 'sent':
      // The form around the file is counted too; nobody wants to see more bytes than the file has.
      return { ...upload, sentBytes: Math.max(upload.sentBytes, Math.min(event.bytes, upload.bytes)) };
    case 'checking':
      return { ...upload, status: 'checking', sentBytes: upload.bytes };
    case 'done':
      return { ...upload, status: 'done' };
    case 'failed':
      return { ...upload, status: 'failed', failure: event.failure };
  }
}

/** Photos share the line two at a time; a video has its own place, so that it starts at once. */
const placesOf: Record<MediaKind, number> = { photo: 2, video: 1 };

/** The uploads that may start now, in the order in which they were given. */
export function nextToStart(uploads: readonly Upload[]): Upload[] {
  const busy: Record<MediaKind, number> = { photo: 0, video: 0 };
  for (const upload of uploads)
    if (upload.status === 'sending' || upload.status === 'checking') busy[upload.kind] += 1;
  return uploads.filter((upload) => {
    if (upload.status !== 'waiting' || busy[upload.kind] >= placesOf[upload.kind]) return false;
    busy[upload.kind] += 1;
    return true;
  });
}

/** Whether closing the window now would lose bytes. */
export function losesBytes(uploads: readonly Upload[]): boolean {
  return uploads.some(({ status }) => status === 'waiting' || status === 'sending' || status === 'checking');
}

/** Seconds until all bytes are there, at the pace so far; null while there is too little to judge by. */
export function remainingSeconds(upload: Upload, nowMs: number): number | null {
  const elapsedMs = nowMs - upload.startedAtMs;
  if (upload.status !== 'sending' || elapsedMs < 1500 || upload.sentBytes === 0) return null;
  return Math.ceil(((upload.bytes - upload.sentBytes) * elapsedMs) / upload.sentBytes / 1000);
}
