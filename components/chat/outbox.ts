import type { Sendable } from '@/lib/protocol/chat';
import type { Pending } from './conversation-state';

/** Refusals that pass by themselves, after the seconds that come with them: everything waits. */
const passing = new Set(['rate.limited', 'service.away']);
/** The same of one message alone: a photo whose copies are being made. What was written later need not wait for it. */
const passingAlone = new Set(['media.processing']);

/** An acknowledgement that takes longer never comes. */
const acknowledgementMs = 10_000;

interface Options {
  /** What is not known to be stored, in the order in which it was written. */
  pending(): readonly Pending[];
  /** False when there is no connection. */
  send(clientMessageId: string, content: Sendable): boolean;
  /** The server does not answer. */
  onSilence(): void;
}

/**
 * Sends what is ready, one message at a time, so that a retry never overtakes what was written before it. Only a photo
 * may be overtaken, while it is uploaded and while its copies are made; not by another photo.
 */
export class Outbox {
  /** The clientMessageId that awaits its acknowledgement. */
  #inFlight: string | null = null;
  /** Stored; some have not come back in their place yet. */
  readonly #acknowledged = new Set<string>();
  /** Refused for themselves alone, with the timers that end it. */
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {}

  get acknowledged(): readonly string[] {
    return [...this.#acknowledged];
  }

  sendNext(): void {
    if (this.#inFlight !== null) return;
    const next = this.#next();
    if (!next?.content || !this.options.send(next.clientMessageId, next.content)) return;
    this.#inFlight = next.clientMessageId;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.options.onSilence(), acknowledgementMs);
  }

  onAcknowledged(clientMessageId: string): void {
    this.#acknowledged.add(clientMessageId);
    if (this.#inFlight === clientMessageId) this.#land();
    this.sendNext();
  }

  /**
   * What the server refused, with the time after which it may be asked again. Returns whether that was a message of
   * here which is not sent again by itself.
   */
  onRefused(clientMessageId: string, code: string, waitMs: number): boolean {
    if (clientMessageId !== this.#inFlight) return false;
    this.#land();
    if (passing.has(code)) {
      this.#timer = setTimeout(() => this.sendNext(), waitMs);
      return false;
    }
    if (!passingAlone.has(code)) return true;
    this.#rest(clientMessageId, waitMs);
    this.sendNext();
    return false;
  }

  /** Nothing that was on its way will be answered any more. */
  onLost(): void {
    this.#land();
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }

  #next(): Pending | undefined {
    let photoWaits = false;
    for (const one of this.options.pending()) {
      const isPhoto = one.content === null || one.content.kind === 'photo';
      if (this.#isReady(one) && !(isPhoto && photoWaits)) return one;
      const gone = one.failure !== null || this.#acknowledged.has(one.clientMessageId);
      photoWaits ||= isPhoto && !gone;
    }
    return undefined;
  }

  #isReady({ clientMessageId, content, failure }: Pending): boolean {
    const waits = this.#acknowledged.has(clientMessageId) || this.#resting.has(clientMessageId);
    return content !== null && failure === null && !waits;
  }

  #land(): void {
    this.#inFlight = null;
    clearTimeout(this.#timer);
  }

  #rest(clientMessageId: string, waitMs: number): void {
    const wake = () => {
      this.#resting.delete(clientMessageId);
      this.sendNext();
    };
    this.#resting.set(clientMessageId, setTimeout(wake, waitMs));
  }
}
