import type { LiveSocket } from '@/components/live/live-socket';
import type { Failure, Outcome } from '@/components/outcome';
import type { Cursors, Message, Sendable, Writing } from '@/lib/protocol/chat';
import type { ServerFrame } from '@/lib/protocol/websocket';
import { type Attachment, Attachments } from './attachments';
import {
  type ConversationState,
  lastSeqOf,
  type Pending,
  withCursors,
  withDeleted,
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
  initial: { messages: readonly Message[]; cursors: Cursors; writing?: Writing };
  /** What the person asked for and cannot have; what is not sent says so in its own place. */
  onRefused?(failure: Failure): void;
}

/** Refusals that pass by themselves, after the seconds that come with them. */
const passing = new Set(['rate.limited', 'media.processing', 'service.away']);

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
  readonly #attachments = new Attachments((id, outcome) => this.#onUploaded(id, outcome));
  readonly #deleting = new Set<string>();
  #here = false;
  #typedAt = 0;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #resumeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {
    const { messages, cursors, writing = 'open' } = options.initial;
    const empty = { messages, cursors, writing, present: [], typing: false, connected: false };
    const state = { ...empty, deleted: new Set<number>(), pending: options.drafts.load() };
    this.#state = withReset(state, options.viewerId, messages);
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
    this.#add({ content });
    this.#typedAt = 0;
    this.#sendNext();
  }

  /** What is written while it is being uploaded overtakes it. The same one again changes nothing. */
  attach(clientMessageId: string, attachment: Attachment): void {
    if (this.#state.pending.some((one) => one.clientMessageId === clientMessageId)) return;
    this.#add({ content: null, previewUrl: attachment.previewUrl }, clientMessageId);
    void this.#attachments.start(clientMessageId, attachment);
  }

  retry(clientMessageId: string): void {
    this.#change(clientMessageId, { failure: null });
    if (!this.#attachments.again(clientMessageId)) this.#sendNext();
  }

  discard(clientMessageId: string): void {
    this.#attachments.giveUp(clientMessageId);
    const pending = this.#state.pending.filter((one) => one.clientMessageId !== clientMessageId);
    this.#set({ ...this.#state, pending });
  }

  /** Asks for the deletion of a message of one's own. It is gone once the server says so. */
  delete(messageId: string): void {
    const { conversationId, socket, onRefused } = this.options;
    if (socket.send({ type: 'message.delete', conversationId, messageId })) this.#deleting.add(messageId);
    else onRefused?.({ code: 'offline', details: {} });
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

  #add(part: Pick<Pending, 'content' | 'previewUrl'>, clientMessageId: string = crypto.randomUUID()): void {
    const pending = { ...part, clientMessageId, writtenAt: new Date().toISOString(), failure: null };
    this.#set({ ...this.#state, pending: [...this.#state.pending, pending] });
  }

  #onUploaded(clientMessageId: string, outcome: Outcome<Sendable>): void {
    this.#change(clientMessageId, outcome.ok ? { content: outcome.value } : { failure: outcome.error });
    this.#sendNext();
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
    clearTimeout(this.#resumeTimer);
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
      ({ clientMessageId, content, failure }) =>
        content !== null && failure === null && !this.#acknowledged.has(clientMessageId),
    );
    if (!next?.content) return;
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
    else if (frame.type === 'conversation.cursors') this.#onCursors(frame.cursors);
    else if (frame.type === 'conversation.deleted') this.#set(withDeleted(this.#state, frame.seqs));
    else if (frame.type === 'conversation.writing') this.#set({ ...this.#state, writing: frame.writing });
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

  /** What was read here may not have come as far as the store. */
  #onCursors(cursors: Cursors): void {
    const { conversationId, viewerId, socket } = this.options;
    const seq = this.#state.cursors[viewerId] ?? 0;
    if ((cursors[viewerId] ?? seq) < seq) socket.send({ type: 'conversation.read', conversationId, seq });
    this.#set(withCursors(this.#state, cursors));
  }

  #onError({ about, code, details = {} }: Extract<ServerFrame, { type: 'error' }>): void {
    const waitMs = Number(details.seconds ?? 1) * 1000;
    if (about === this.options.conversationId && code === 'service.away') {
      clearTimeout(this.#resumeTimer);
      this.#resumeTimer = setTimeout(() => this.#resume(), waitMs);
    }
    if (about !== undefined && this.#deleting.delete(about)) this.options.onRefused?.({ code, details });
    if (about === undefined || about !== this.#inFlight) return;
    this.#inFlight = null;
    clearTimeout(this.#sendTimer);
    if (passing.has(code)) {
      this.#sendTimer = setTimeout(() => this.#sendNext(), waitMs);
      return;
    }
    this.#change(about, { failure: { code, details } });
    this.#sendNext();
  }

  #onTyping(): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#set({ ...this.#state, typing: false }), typingShownMs);
    this.#set({ ...this.#state, typing: true });
  }

  #change(clientMessageId: string, patch: Partial<Pending>): void {
    const pending = this.#state.pending.map((one) =>
      one.clientMessageId === clientMessageId ? { ...one, ...patch } : one,
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
