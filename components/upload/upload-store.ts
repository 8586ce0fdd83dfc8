import { type Failure, type Outcome, settle } from '@/components/outcome';
import type { MediaKind } from '@/lib/media/schema';
import { forget } from './resume-store';
import { sendPhoto } from './send-photo';
import { sendVideo } from './send-video';
import { SpeedMeter } from './speed';
import type { UploadApi } from './upload-api';
import { afterEvent, losesBytes, nextToStart, type Upload, type UploadEvent } from './upload-state';

interface Job {
  file: File;
  api: UploadApi;
  /** A video that joins the model that stands. */
  joins: boolean;
  /** Of the sending that runs now. */
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

  add(listingId: string, kind: MediaKind, files: readonly File[], api: UploadApi, joins = false): void {
    const added = files.map((file): Upload => {
      this.count += 1;
      const key = `upload-${this.count}`;
      this.jobs.set(key, { file, api, joins, abort: new AbortController() });
      return {
        key,
        listingId,
        kind,
        name: file.name,
        bytes: file.size,
        sentBytes: 0,
        inFlightBytes: 0,
        bytesPerSecond: null,
        status: 'waiting',
        failure: null,
        mediaId: null,
        previewUrl: kind === 'photo' ? URL.createObjectURL(file) : null,
      };
    });
    this.show([...this.uploads, ...added]);
    this.startNext();
  }

  /** Goes on with what was paused or has failed. A photo takes its turn behind those that are there. */
  again(key: string): void {
    const upload = this.uploads.find((candidate) => candidate.key === key);
    if (upload?.kind === 'photo') {
      const job = this.jobs.get(key);
      if (job && upload.mediaId) void giveUp(job.api, upload.mediaId);
      this.show([...this.uploads.filter((other) => other !== upload), upload]);
    }
    this.change(key, { type: 'again' });
    this.startNext();
  }

  /** Stops sending; what is there stays there. */
  pause(key: string): void {
    this.change(key, { type: 'paused' });
    this.jobs.get(key)?.abort.abort();
  }

  /** Stops it where it still runs, gives up what is there, and forgets it. */
  remove(key: string): void {
    const job = this.jobs.get(key);
    const gone = this.uploads.find((upload) => upload.key === key);
    job?.abort.abort();
    this.jobs.delete(key);
    if (gone?.previewUrl) URL.revokeObjectURL(gone.previewUrl);
    this.show(this.uploads.filter((upload) => upload.key !== key));
    if (job && gone?.mediaId && gone.status !== 'done') void giveUp(job.api, gone.mediaId);
    this.startNext();
  }

  private startNext(): void {
    for (const upload of nextToStart(this.uploads)) {
      void this.run(upload).finally(() => this.startNext());
    }
  }

  private async run({ key, bytes, kind, listingId }: Upload): Promise<void> {
    const job = this.jobs.get(key);
    if (!job) return;
    const fail = (failure: Failure) => this.change(key, { type: 'failed', failure });
    // The server cannot be asked for a place for nothing.
    if (bytes === 0) return fail({ code: 'media.incomplete', details: {} });
    // Takes its place in the line at once; the server's answer brings the id.
    this.change(key, { type: 'began' });
    job.abort = new AbortController();
    const outcome = await this.send(key, listingId, kind, job).catch(() => null);
    // Null: paused or removed, and that is known already.
    if (!outcome || job.abort.signal.aborted) return;
    if (outcome.ok) this.change(key, { type: 'done' });
    else fail(outcome.error);
  }

  private send(key: string, listingId: string, kind: MediaKind, job: Job): Promise<Outcome<void>> {
    const { file, api, joins, abort } = job;
    const { signal } = abort;
    const speed = new SpeedMeter();
    // What a stopped sending still says is not about the one that follows it.
    const say = (event: UploadEvent) => signal.aborted || this.change(key, event);
    const sending = {
      listingId,
      file,
      api,
      signal,
      onPlace: (mediaId: string) => {
        say({ type: 'placed', mediaId });
        this.startNext();
      },
      onSent: (bytes: number, inFlightBytes = 0) => {
        speed.push(performance.now(), bytes);
        say({ type: 'sent', bytes, inFlightBytes, bytesPerSecond: speed.bytesPerSecond() });
      },
      onSituation: (status: 'sending' | 'offline' | 'elsewhere' | 'checking') =>
        say({ type: 'situation', status }),
    };
    return kind === 'video'
      ? sendVideo({ ...sending, joins })
      : sendPhoto({ ...sending, place: { listingId } });
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

/** The server's part and this browser's memory of an upload that nobody wants any more. */
export async function giveUp(api: UploadApi, mediaId: string): Promise<void> {
  await Promise.all([settle(api.remove(mediaId)), forget(mediaId)]);
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const uploadStore = new UploadStore();
