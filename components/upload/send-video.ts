import { type Failure, type Outcome, settle } from '@/components/outcome';
import { bytesOfPart, partBytes, partCount } from '@/lib/media/schema';
import { typeOf } from './file-type';
import { fingerprint, sha256 } from './fingerprint';
import { persist } from './persist';
import { forget, type Resumable, remember, rememberedOf } from './resume-store';
import { sendPart } from './send-part';
import { inTurn } from './turn';
import type { UploadApi } from './upload-api';

const partsAtOnce = 4;

export interface VideoSending {
  listingId: string;
  file: File;
  api: UploadApi;
  /** It joins the model that stands, unless an earlier sending of it has begun otherwise. */
  joins: boolean;
  /** Aborting keeps what is there: sending the same file once more goes on from it. */
  signal: AbortSignal;
  onPlace(mediaId: string): void;
  /** `inFlight` are the bytes of parts that are not there whole: they would be lost. */
  onSent(bytes: number, inFlight: number): void;
  onSituation(situation: 'sending' | 'offline' | 'elsewhere' | 'checking'): void;
}

/**
 * Sends a video in parts, goes on with what an earlier window, page or line has left, and has it checked. Rejects only
 * when aborted.
 */
export async function sendVideo(sending: VideoSending): Promise<Outcome<void>> {
  const { listingId, file, signal } = sending;
  let print: string;
  try {
    print = await fingerprint(file);
  } catch {
    return unreadable;
  }
  let finishedElsewhere = async () => false;
  const onTaken = async () => {
    sending.onSituation('elsewhere');
    const before = (await rememberedOf(listingId)).find((video) => video.fingerprint === print);
    finishedElsewhere = async () => before !== undefined && (await isDone(sending, before.mediaId));
  };
  return inTurn(listingId, signal, onTaken, async () => {
    if (await finishedElsewhere()) return { ok: true, value: undefined };
    return new VideoSender(sending, print).run();
  });
}

const unreadable: Outcome<never> = { ok: false, error: { code: 'file.unreadable', details: {} } };

async function isDone({ api }: VideoSending, mediaId: string): Promise<boolean> {
  const progress = await settle(api.progress(mediaId));
  return progress.ok && progress.value.status === 'ready';
}

type Place = { video: Resumable; parts: number[] } | 'done';

class VideoSender {
  /** Bytes on their way, by part number. */
  readonly #inFlight = new Map<number, number>();
  readonly #waiting = new Set<number>();
  #wholeBytes = 0;

  constructor(
    private readonly sending: VideoSending,
    private readonly print: string,
  ) {}

  async run(): Promise<Outcome<void>> {
    const first = await this.#once();
    // The store may have forgotten the upload or a part of it in the meantime: then once more, with what is there.
    const again = !first.ok && ['media.not_found', 'media.incomplete'].includes(first.error.code);
    return again ? this.#once() : first;
  }

  async #once(): Promise<Outcome<void>> {
    this.sending.onSituation('sending');
    const placed = await this.#place();
    if (!placed.ok) return placed;
    if (placed.value === 'done') return { ok: true, value: undefined };
    const { video, parts } = placed.value;
    this.sending.onPlace(video.mediaId);
    const sent = await this.#sendMissing(video, new Set(parts));
    const done = sent.ok ? await this.#complete(video) : sent;
    if (done.ok || !keeps(done.error)) await forget(video.mediaId);
    return done;
  }

  /** The place that an earlier sending of this file has left, else a new one; other files' places are given up. */
  async #place(): Promise<Outcome<Place>> {
    const { listingId, file, api, joins, signal } = this.sending;
    for (const video of await rememberedOf(listingId)) {
      const left = video.fingerprint === this.print ? await this.#left(video) : null;
      if (left) return left;
      if (video.fingerprint !== this.print) void settle(api.remove(video.mediaId));
      await forget(video.mediaId);
    }
    const input = { listingId, kind: 'video', joins, contentType: typeOf(file), bytes: file.size } as const;
    const target = await persist(() => settle(api.start(input)), signal);
    if (!target.ok) return target;
    const { mediaId } = target.value;
    const { name, size: bytes } = file;
    const video = { mediaId, listingId, fingerprint: this.print, name, bytes, joins, checksums: {} };
    await remember(video);
    return { ok: true, value: { video, parts: [] } };
  }

  /** What is left of an earlier sending; null when nothing is. */
  async #left(video: Resumable): Promise<Outcome<Place> | null> {
    const { api, signal } = this.sending;
    const progress = await persist(() => settle(api.progress(video.mediaId)), signal);
    if (!progress.ok) return keeps(progress.error) ? progress : null;
    const { status, parts } = progress.value;
    if (status === 'uploading') return { ok: true, value: { video, parts } };
    // Its last answer was lost on the way, or another window has finished it.
    return status === 'ready' ? { ok: true, value: 'done' } : null;
  }

  async #sendMissing(video: Resumable, there: ReadonlySet<number>): Promise<Outcome<void>> {
    const all = Array.from({ length: partCount(video.bytes) }, (_, index) => index + 1);
    const missing = all.filter((number) => !there.has(number));
    this.#wholeBytes = 0;
    for (const number of there) this.#wholeBytes += bytesOfPart(video.bytes, number);
    this.#tell();
    let failure: Failure | null = null;
    const lane = async () => {
      for (let number = missing.shift(); number !== undefined && !failure; number = missing.shift()) {
        const outcome = await this.#sendPart(video, number);
        if (!outcome.ok) failure ??= outcome.error;
      }
    };
    // All lanes come to their end before anybody hears of an abort: nothing of this sending goes on afterwards.
    const lanes = await Promise.allSettled(Array.from({ length: partsAtOnce }, lane));
    const aborted = lanes.find((result) => result.status === 'rejected');
    if (aborted) throw aborted.reason;
    return failure ? { ok: false, error: failure } : { ok: true, value: undefined };
  }

  async #sendPart(video: Resumable, number: number): Promise<Outcome<void>> {
    const { file, api, signal } = this.sending;
    const from = (number - 1) * partBytes;
    const part = file.slice(from, from + partBytes);
    const checksum = await sha256(part).catch(() => undefined);
    if (checksum === undefined) return unreadable;
    const attempt = async (): Promise<Outcome<void>> => {
      const signed = await settle(api.signPart(video.mediaId, number));
      if (!signed.ok) return signed;
      try {
        return await sendPart(signed.value.url, part, signal, (bytes) => this.#fly(number, bytes));
      } finally {
        this.#fly(number, 0);
      }
    };
    const sent = await persist(attempt, signal, (waiting) => this.#wait(number, waiting));
    if (!sent.ok) return sent;
    this.#wholeBytes += part.size;
    this.#tell();
    if (checksum !== null) video.checksums[number] = checksum;
    await remember(video);
    return sent;
  }

  #fly(number: number, bytes: number): void {
    if (bytes === 0) this.#inFlight.delete(number);
    else this.#inFlight.set(number, bytes);
    this.#tell();
  }

  #tell(): void {
    const inFlight = [...this.#inFlight.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.sending.onSent(this.#wholeBytes + inFlight, inFlight);
  }

  /** One part that waits for another attempt is no news as long as others get through. */
  #wait(number: number, waiting: boolean): void {
    if (waiting) this.#waiting.add(number);
    else this.#waiting.delete(number);
    const stuck = this.#waiting.size > 0 && this.#inFlight.size === 0;
    this.sending.onSituation(stuck ? 'offline' : 'sending');
  }

  async #complete(video: Resumable): Promise<Outcome<void>> {
    const { api, signal } = this.sending;
    this.sending.onSituation('checking');
    const checksums = Object.entries(video.checksums)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, checksum]) => checksum);
    const input = checksums.length === partCount(video.bytes) ? { checksums } : {};
    return persist(() => settle(api.complete(video.mediaId, input)), signal);
  }
}

/** Failures after which the parts are still good: signing in again or trying again goes on with them. */
const keeps = ({ code }: Failure) =>
  ['auth.required', 'internal', 'offline', 'rate.limited', 'file.unreadable', 'media.incomplete'].includes(
    code,
  );
