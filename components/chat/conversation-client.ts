import type { LiveSocket } from '@/components/live/live-socket';
import type { Cursors, Message, Sendable } from '@/lib/protocol/chat';
import type { ServerFrame } from '@/lib/protocol/websocket';
import {
  type ConversationState,
  lastSeqOf,
  type Pending,
  withCursors,
  withNewer,
  withOlder,
  withReset,
} from './conversation-state';

/** Keeps what is not yet sent over a reload. */
export interface Drafts {
  load(): readonly Pending[];
  save(pending: readonly Pending[]): void;
}

interface Options {
  conversationId: string;
  viewerId: string;
  socket: LiveSocket;
  drafts: Drafts;
  initial: { messages: readonly Message[]; cursors: Cursors };
}

/** An acknowledgement that takes longer never comes: the connection is replaced and the message sent again. */
const acknowledgementMs = 10_000;
/** Shown this long after the last sign of it, which comes every five seconds. */
const typingShownMs = 10_000;
const typingEveryMs = 5_000;

/**
 * One conversation in one tab, without a face: what is known of it, what waits to be sent, and the frames that keep
 * both true. One message is on its way at a time, so that a retry never overtakes what was written before it.
 */
export class ConversationClient {
  #state: ConversationState;
  readonly #changed = new Set<() => void>();
  /** The clientMessageId that awaits its acknowledgement. */
  #inFlight: string | null = null;
  /** Stored, but not come back in their place yet. */
  readonly #acknowledged = new Set<string>();
  #here = false;
  #typedAt = 0;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {
    const { messages, cursors } = options.initial;
    const empty = { messages, cursors, pending: [], present: [], typing: false, connected: false };
    this.#state = withReset({ ...empty, pending: options.drafts.load() }, options.viewerId, messages);
  }

  readonly getState = (): ConversationState => this.#state;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#changed.add(onChange);
    return () => this.#changed.delete(onChange);
  };

  /** Watches until the returned function is called. */
  start(): () => void {
    const stop = this.options.socket.listen({
      onOpen: () => this.#onOpen(),
      onLost: () => this.#onLost(),
      onFrame: (frame) => this.#onFrame(frame),
    });
    return () => {
      this.options.socket.send({
        type: 'conversation.leave',
        conversationId: this.options.conversationId,
      });
      this.#onLost();
      stop();
    };
  }

  send(content: Sendable): void {
    const pending = {
      clientMessageId: crypto.randomUUID(),
      content,
      writtenAt: new Date().toISOString(),
      failure: null,
    };
    this.#set({ ...this.#state, pending: [...this.#state.pending, pending] });
    this.#typedAt = 0;
    this.#sendNext();
  }

  retry(clientMessageId: string): void {
    this.#mark(clientMessageId, null);
    this.#sendNext();
  }

  discard(clientMessageId: string): void {
    const pending = this.#state.pending.filter((one) => one.clientMessageId !== clientMessageId);
    this.#set({ ...this.#state, pending });
  }

  addOlder(messages: readonly Message[]): void {
    this.#set(withOlder(this.#state, messages));
  }

  /** Everything that is known has been seen. */
  readAll(): void {
    const { conversationId, viewerId, socket } = this.options;
    const seq = lastSeqOf(this.#state);
    if (seq <= (this.#state.cursors[viewerId] ?? 0)) return;
    if (!socket.send({ type: 'conversation.read', conversationId, seq })) return;
    this.#set(withCursors(this.#state, { [viewerId]: seq }));
  }

  /** Whether a person has the page before their eyes. */
  setHere(here: boolean): void {
    if (this.#here === here) return;
    this.#here = here;
    this.options.socket.send({
      type: 'conversation.here',
      conversationId: this.options.conversationId,
      here,
    });
  }

  typed(): void {
    if (Date.now() - this.#typedAt < typingEveryMs) return;
    this.#typedAt = Date.now();
    this.options.socket.send({
      type: 'conversation.typing',
      conversationId: this.options.conversationId,
    });
  }

  #onOpen(): void {
    this.#set({ ...this.#state, connected: true });
    this.#resume();
    this.#sendNext();
  }

  #onLost(): void {
    this.#inFlight = null;
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#typingTimer);
    this.#set({ ...this.#state, connected: false, typing: false, present: [] });
  }

  #resume(): void {
    this.options.socket.send({
      type: 'conversation.resume',
      conversationId: this.options.conversationId,
      lastSeq: lastSeqOf(this.#state),
      here: this.#here,
    });
  }

  #sendNext(): void {
    if (this.#inFlight !== null || !this.options.socket.open) return;
    const next = this.#state.pending.find(
      ({ clientMessageId, failure }) => failure === null && !this.#acknowledged.has(clientMessageId),
    );
    if (!next) return;
    const { clientMessageId, content } = next;
    const { conversationId, socket } = this.options;
    if (!socket.send({ type: 'message.send', conversationId, clientMessageId, content })) return;
    this.#inFlight = clientMessageId;
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => socket.restart(), acknowledgementMs);
  }

  #onFrame(frame: ServerFrame): void {
    if (frame.type === 'error') {
      this.#onError(frame);
      return;
    }
    if (!('conversationId' in frame) || frame.conversationId !== this.options.conversationId) return;
    if (frame.type === 'message.acknowledged') this.#onAcknowledged(frame.clientMessageId, frame.seq);
    else if (frame.type === 'conversation.messages') this.#onMessages(frame.messages);
    else if (frame.type === 'conversation.reset') this.#onReset(frame.messages);
    else if (frame.type === 'conversation.cursors') this.#set(withCursors(this.#state, frame.cursors));
    else if (frame.type === 'conversation.present') this.#set({ ...this.#state, present: frame.userIds });
    else this.#onTyping();
  }

  #onMessages(messages: readonly Message[]): void {
    const next = withNewer(this.#state, this.options.viewerId, messages);
    if (!next) {
      this.#resume();
      return;
    }
    const othersSpoke = messages.some(({ senderId }) => senderId !== this.options.viewerId);
    this.#set(othersSpoke ? { ...next, typing: false } : next);
  }

  /** Its bubble stays until the message itself comes, in its place. */
  #onAcknowledged(clientMessageId: string, seq: number): void {
    if (this.#inFlight === clientMessageId) {
      this.#inFlight = null;
      clearTimeout(this.#sendTimer);
    }
    if (seq <= lastSeqOf(this.#state)) this.discard(clientMessageId);
    else this.#acknowledged.add(clientMessageId);
    this.#sendNext();
  }

  #onReset(messages: readonly Message[]): void {
    for (const clientMessageId of this.#acknowledged) this.discard(clientMessageId);
    this.#set(withReset(this.#state, this.options.viewerId, messages));
  }

  #onError({ about, code, details = {} }: Extract<ServerFrame, { type: 'error' }>): void {
    if (about === undefined || about !== this.#inFlight) return;
    this.#inFlight = null;
    clearTimeout(this.#sendTimer);
    if (code === 'rate.limited') {
      this.#sendTimer = setTimeout(() => this.#sendNext(), Number(details.seconds ?? 1) * 1000);
      return;
    }
    this.#mark(about, { code, details });
    this.#sendNext();
  }

  #onTyping(): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#set({ ...this.#state, typing: false }), typingShownMs);
    this.#set({ ...this.#state, typing: true });
  }

  #mark(clientMessageId: string, failure: Pending['failure']): void {
    const pending = this.#state.pending.map((one) =>
      one.clientMessageId === clientMessageId ? { ...one, failure } : one,
    );
    this.#set({ ...this.#state, pending });
  }

  #set(state: ConversationState): void {
    if (state === this.#state) return;
    const before = this.#state.pending;
    this.#state = state;
    if (state.pending !== before) this.options.drafts.save(state.pending);
    for (const onChange of this.#changed) onChange();
  }
}
