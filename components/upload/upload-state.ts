import type { Failure } from '@/components/outcome';
import type { MediaKind } from '@/lib/media/schema';

/**
 * `offline`: waiting for the network, then it goes on by itself. `elsewhere`: another window sends this listing's
 * video. `checking`: all bytes are there.
 */
export type UploadStatus =
  | 'waiting'
  | 'sending'
  | 'offline'
  | 'elsewhere'
  | 'paused'
  | 'checking'
  | 'done'
  | 'failed';

/** One file on its way. */
export interface Upload {
  key: string;
  listingId: string;
  kind: MediaKind;
  name: string;
  bytes: number;
  sentBytes: number;
  /** Of those sent, the ones that closing the window would lose. */
  inFlightBytes: number;
  /** Null while there is too little to judge by. */
  bytesPerSecond: number | null;
  status: UploadStatus;
  failure: Failure | null;
  /** Known from the moment the server has given it a place. */
  mediaId: string | null;
  /** A local picture of a photo, until the server's is ready. */
  previewUrl: string | null;
}

export type UploadEvent =
  | { type: 'began' }
  | { type: 'placed'; mediaId: string }
  | { type: 'situation'; status: 'sending' | 'offline' | 'elsewhere' | 'checking' }
  | { type: 'sent'; bytes: number; inFlightBytes: number; bytesPerSecond: number | null }
  | { type: 'paused' }
  | { type: 'done' }
  | { type: 'failed'; failure: Failure }
  | { type: 'again' };

const still = { inFlightBytes: 0, bytesPerSecond: null } as const;

/** Where an upload stands after an event. An event that comes too late, after the end, changes nothing. */
export function afterEvent(upload: Upload, event: UploadEvent): Upload {
  if (event.type === 'again') {
    const stopped = upload.status === 'failed' || upload.status === 'paused';
    // A photo is sent as a new one; of a video the server has parts.
    const mediaId = upload.kind === 'photo' ? null : upload.mediaId;
    return stopped ? { ...upload, ...still, status: 'waiting', failure: null, mediaId } : upload;
  }
  if (['done', 'failed', 'paused'].includes(upload.status)) return upload;
  switch (event.type) {
    case 'began':
      return { ...upload, status: 'sending' };
    case 'placed':
      return { ...upload, mediaId: event.mediaId };
    case 'situation':
      if (event.status === 'checking')
        return { ...upload, ...still, status: 'checking', sentBytes: upload.bytes };
      return { ...upload, status: event.status };
    case 'sent': {
      const { inFlightBytes, bytesPerSecond } = event;
      // The form around a photo is counted too; nobody wants to see more bytes than the file has.
      return { ...upload, inFlightBytes, bytesPerSecond, sentBytes: Math.min(event.bytes, upload.bytes) };
    }
    case 'paused':
      // Parts that were not there whole are sent again.
      return { ...upload, ...still, status: 'paused', sentBytes: upload.sentBytes - upload.inFlightBytes };
    case 'done':
      return { ...upload, ...still, status: 'done' };
    case 'failed':
      return { ...upload, ...still, status: 'failed', failure: event.failure };
  }
}

/** Photos share the line two at a time; a video has its own place, so that it starts at once. */
const placesOf: Record<MediaKind, number> = { photo: 2, video: 1 };

const busyStatuses: readonly UploadStatus[] = ['sending', 'offline', 'elsewhere', 'checking'];

/**
 * The uploads that may start now, in the order in which they were given. The server shows photos in the order in which
 * it gave them their places, and two questions at once may change places on the way: one photo asks at a time.
 */
export function nextToStart(uploads: readonly Upload[]): Upload[] {
  const started = uploads.filter(({ status }) => busyStatuses.includes(status));
  const busy: Record<MediaKind, number> = { photo: 0, video: 0 };
  for (const { kind } of started) busy[kind] += 1;
  let asking = started.some(({ kind, mediaId }) => kind === 'photo' && mediaId === null);
  return uploads.filter(({ status, kind }) => {
    if (status !== 'waiting' || busy[kind] >= placesOf[kind] || (kind === 'photo' && asking)) return false;
    busy[kind] += 1;
    if (kind === 'photo') asking = true;
    return true;
  });
}

/** Whether closing the window now would lose bytes. What of a video is there whole stays there. */
export function losesBytes(uploads: readonly Upload[]): boolean {
  return uploads.some(({ kind, status, inFlightBytes }) =>
    kind === 'video' ? inFlightBytes > 0 : ['waiting', 'sending', 'offline'].includes(status),
  );
}

/** Seconds until all bytes are there, at the pace of the last seconds; null while there is too little to judge by. */
export function remainingSeconds(upload: Upload): number | null {
  if (upload.status !== 'sending' || upload.bytesPerSecond === null) return null;
  return Math.ceil((upload.bytes - upload.sentBytes) / upload.bytesPerSecond);
}
