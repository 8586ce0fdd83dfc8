import { type Failure, settle } from '@/components/outcome';
import type { MediaKind } from '@/lib/media/schema';
import { sendFile } from './send-file';
import type { UploadApi } from './upload-api';
import { afterEvent, losesBytes, nextToStart, type Upload, type UploadEvent } from './upload-state';

interface Job {
  file: File;
  api: UploadApi;
  abort: AbortController;
}

/**
 * The uploads of this window. They live outside of React, so that a video goes on uploading while its seller looks at
 * another page; only closing the window loses bytes, and only then it warns.
 */
class UploadStore {
  private uploads: readonly Upload[] = [];
  private readonly jobs = new Map<string, Job>();
  private readonly listeners = new Set<() => void>();
  private count = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Upload[] => this.uploads;

  add(listingId: string, kind: MediaKind, files: readonly File[], api: UploadApi): void {
    const added = files.map((file): Upload => {
      this.count += 1;
      const key = `upload-${this.count}`;
      this.jobs.set(key, { file, api, abort: new AbortController() });
      return {
        key,
        listingId,
        kind,
        name: file.name,
        bytes: file.size,
        sentBytes: 0,
        startedAtMs: 0,
        status: 'waiting',
        failure: null,
        mediaId: null,
        previewUrl: kind === 'photo' ? URL.createObjectURL(file) : null,
      };
    });
    this.show([...this.uploads, ...added]);
    this.startNext();
  }

  again(key: string): void {
    this.change(key, { type: 'again' });
    this.startNext();
  }

  /** Stops it where it still runs, and forgets it. */
  remove(key: string): void {
    this.jobs.get(key)?.abort.abort();
    this.jobs.delete(key);
    const gone = this.uploads.find((upload) => upload.key === key);
    if (gone?.previewUrl) URL.revokeObjectURL(gone.previewUrl);
    this.show(this.uploads.filter((upload) => upload.key !== key));
    this.startNext();
  }

  private startNext(): void {
    for (const upload of nextToStart(this.uploads)) {
      void this.run(upload).finally(() => this.startNext());
    }
  }

  private async run({ key, listingId, kind, bytes }: Upload): Promise<void> {
    const job = this.jobs.get(key);
    if (!job) return;
    const { file, api, abort } = job;
    const fail = (failure: Failure) => this.change(key, { type: 'failed', failure });
    // The server cannot be asked for a place for nothing.
    if (bytes === 0) return fail({ code: 'media.incomplete', details: {} });
    // Takes its place in the line at once; the server's answer brings the id.
    this.change(key, { type: 'sending', mediaId: '', nowMs: performance.now() });
    const target = await settle(api.start({ listingId, kind, contentType: file.type, bytes }));
    if (!target.ok) return fail(target.error);
    if (abort.signal.aborted) return;
    this.change(key, { type: 'sending', mediaId: target.value.mediaId, nowMs: performance.now() });
    const sent = await sendFile(target.value, file, abort.signal, (count) =>
      this.change(key, { type: 'sent', bytes: count }),
    ).catch(() => null);
    if (!sent) return;
    if (!sent.ok) return fail(sent.error);
    this.change(key, { type: 'checking' });
    const checked = await settle(api.complete(target.value.mediaId));
    if (checked.ok) this.change(key, { type: 'done' });
    else fail(checked.error);
  }

  private change(key: string, event: UploadEvent): void {
    this.show(this.uploads.map((upload) => (upload.key === key ? afterEvent(upload, event) : upload)));
  }

  private show(uploads: readonly Upload[]): void {
    const before = losesBytes(this.uploads);
    this.uploads = uploads;
    const now = losesBytes(uploads);
    if (now && !before) window.addEventListener('beforeunload', warn);
    if (before && !now) window.removeEventListener('beforeunload', warn);
    for (const listener of this.listeners) listener();
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const uploadStore = new UploadStore();
