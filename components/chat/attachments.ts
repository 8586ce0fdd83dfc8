import { type Failure, type Outcome, settle } from '@/components/outcome';
import type { Sendable } from '@/lib/protocol/chat';

/** Something that has to be uploaded before it can be sent. */
export interface Attachment {
  /** The picture as this device has it. */
  preview: Blob;
  /** Rejects only when aborted. */
  upload(signal: AbortSignal): Promise<Outcome<Sendable>>;
  /** Why it did not arrive when it was tried before; null where it is to be tried at once. */
  failure: Failure | null;
  /** Keeps why it will not arrive until somebody wants it tried again. */
  keepFailure(failure: Failure): void;
  /** Its bytes are needed no more: they have arrived, or were given up. */
  release(): void;
}

/** Passes by itself: the next page tries again. */
const passing = new Set(['offline', 'internal', 'rate.limited', 'service.away', 'auth.required']);

/** On a phone's line more of them only slow each other down. */
const atOnce = 2;

/** The uploads of one conversation, by the name that their message will have. */
export class Attachments {
  /** Those that have failed, too, until they are given up. */
  readonly #running = new Map<string, { attachment: Attachment; abort: AbortController }>();
  #uploading = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param onEnd told how each upload ended, unless it was given up or stopped */
  constructor(private readonly onEnd: (clientMessageId: string, outcome: Outcome<Sendable>) => void) {}

  async add(clientMessageId: string, attachment: Attachment): Promise<void> {
    if (!attachment.failure) return this.#start(clientMessageId, attachment);
    this.#running.set(clientMessageId, { attachment, abort: new AbortController() });
  }

  /** Tries again what has failed. False when there is nothing to upload under this name. */
  again(clientMessageId: string): boolean {
    const upload = this.#running.get(clientMessageId);
    if (upload) void this.#start(clientMessageId, upload.attachment);
    return upload !== undefined;
  }

  giveUp(clientMessageId: string): void {
    const upload = this.#running.get(clientMessageId);
    this.#running.delete(clientMessageId);
    upload?.abort.abort();
    upload?.attachment.release();
  }

  /** The page is left. Nothing is released: the next page begins anew with the same bytes. */
  stop(): void {
    for (const { abort } of this.#running.values()) abort.abort();
    this.#running.clear();
  }

  async #start(clientMessageId: string, attachment: Attachment): Promise<void> {
    const abort = new AbortController();
    this.#running.set(clientMessageId, { attachment, abort });
    const outcome = await this.#inTurn(async () =>
      abort.signal.aborted ? null : settle(attachment.upload(abort.signal)),
    );
    if (abort.signal.aborted || !outcome) return;
    if (outcome.ok) this.#running.delete(clientMessageId);
    this.onEnd(clientMessageId, outcome);
    // Last: by now the message itself is kept.
    if (outcome.ok) attachment.release();
    else if (!passing.has(outcome.error.code)) attachment.keepFailure(outcome.error);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#uploading < atOnce) this.#uploading += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waits gets this place.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#uploading -= 1;
    }
  }
}
