import { AskAgain } from '@/components/live/ask-again';
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
import { newMessageId } from './message-id';
import { Outbox } from './outbox';

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

/** Shown this long after the last sign of it, which comes every five seconds. */
const typingShownMs = 10_000;
const typingEveryMs = 5_000;

/**
 * One conversation in one tab, without a face: what is known of it, what waits to be sent, and the frames that keep
 * both true.
 */
export class ConversationClient {
  #state: ConversationState;
  readonly #changed = new Set<() => void>();
  readonly #outbox: Outbox;
  readonly #attachments = new Attachments((id, outcome) => this.#onUploaded(id, outcome));
  /** Messages whose deletion is asked for and not known: asked for again over the next connection. */
  readonly #deleting = new Set<string>();
  /** Between start and stop. Outside of it what this browser keeps belongs to another page. */
  #started = false;
  #here = false;
  #typedAt = 0;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  /** Without watching the page would stand still. */
  readonly #resumeAgain = new AskAgain(() => this.#resume());

  constructor(private readonly options: Options) {
    const { messages, cursors, writing = 'open' } = options.initial;
    const empty = { messages, cursors, writing, present: [], typing: false, connected: false };
    const state = { ...empty, deleted: new Set<number>(), pending: options.drafts.load() };
    this.#state = withReset(state, options.viewerId, messages);
    const { conversationId, socket } = options;
    this.#outbox = new Outbox({
      pending: () => this.#state.pending,
      send: (clientMessageId, content) =>
        socket.send({ type: 'message.send', conversationId, clientMessageId, content }),
      // Another connection, over which the message is sent again.
      onSilence: () => socket.restart(),
    });
  }

  readonly getState = (): ConversationState => this.#state;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#changed.add(onChange);
    return () => this.#changed.delete(onChange);
  };

  /** Watches until the returned function is called. */
  start(): () => void {
    this.#started = true;
    const stop = this.options.socket.listen({
      onOpen: () => this.#onOpen(),
      onLost: () => this.#onLost(),
      onFrame: (frame) => this.#onFrame(frame),
    });
    return () => {
      this.#started = false;
      this.#stopUploads();
      this.options.socket.send({
        type: 'conversation.leave',
        conversationId: this.options.conversationId,
      });
      this.#onLost();
      stop();
    };
  }

  send(content: Sendable): void {
    this.#add({ content, failure: null });
    this.#typedAt = 0;
    this.#outbox.sendNext();
  }

  /** What is written while it is being uploaded overtakes it. The same one again changes nothing. */
  attach(clientMessageId: string, attachment: Attachment): void {
    if (!this.#started) return;
    if (this.#state.pending.some((one) => one.clientMessageId === clientMessageId)) return;
    const { preview, failure } = attachment;
    this.#add({ content: null, preview, failure }, clientMessageId);
    void this.#attachments.add(clientMessageId, attachment);
  }

  retry(clientMessageId: string): void {
    this.#change(clientMessageId, { failure: null });
    if (!this.#attachments.again(clientMessageId)) this.#outbox.sendNext();
  }

  discard(clientMessageId: string): void {
    this.#attachments.giveUp(clientMessageId);
    const pending = this.#state.pending.filter((one) => one.clientMessageId !== clientMessageId);
    this.#set({ ...this.#state, pending });
  }

  /** Asks for the deletion of a message of one's own. It is gone once the server says so. */
  delete(messageId: string): void {
    if (this.#askForDeletion(messageId)) this.#deleting.add(messageId);
    else this.options.onRefused?.({ code: 'offline', details: {} });
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

  #add(part: Omit<Pending, 'clientMessageId' | 'writtenAt'>, clientMessageId = newMessageId()): void {
    const pending = { ...part, clientMessageId, writtenAt: new Date().toISOString() };
    this.#set({ ...this.#state, pending: [...this.#state.pending, pending] });
  }

  /** What was not uploaded is not in the drafts but kept as a file, from which whoever starts next attaches it. */
  #stopUploads(): void {
    this.#attachments.stop();
    this.#set({ ...this.#state, pending: this.#state.pending.filter(({ content }) => content !== null) });
  }

  #onUploaded(clientMessageId: string, outcome: Outcome<Sendable>): void {
    this.#change(clientMessageId, outcome.ok ? { content: outcome.value } : { failure: outcome.error });
    this.#outbox.sendNext();
  }

  #onOpen(): void {
    this.#set({ ...this.#state, connected: true });
    this.#resume();
    for (const messageId of this.#deleting) this.#askForDeletion(messageId);
    this.#outbox.sendNext();
  }

  #onLost(): void {
    this.#outbox.onLost();
    clearTimeout(this.#typingTimer);
    this.#resumeAgain.stop();
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
    else if (frame.type === 'conversation.deleted') this.#onDeleted(frame.seqs);
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
    this.#outbox.onAcknowledged(clientMessageId);
    if (seq <= lastSeqOf(this.#state)) this.discard(clientMessageId);
  }

  #onReset(messages: readonly Message[]): void {
    for (const clientMessageId of this.#outbox.acknowledged) this.discard(clientMessageId);
    this.#set(withReset(this.#state, this.options.viewerId, messages));
  }

  /** What was read here may not have come as far as the store. They end the answer to `resume`, too. */
  #onCursors(cursors: Cursors): void {
    this.#resumeAgain.stop();
    const { conversationId, viewerId, socket } = this.options;
    const seq = this.#state.cursors[viewerId] ?? 0;
    if ((cursors[viewerId] ?? seq) < seq) socket.send({ type: 'conversation.read', conversationId, seq });
    this.#set(withCursors(this.#state, cursors));
  }

  #onError({ about, code, details = {} }: Extract<ServerFrame, { type: 'error' }>): void {
    const waitMs = Number(details.seconds ?? 1) * 1000;
    if (about === this.options.conversationId) this.#resumeAgain.after({ code, waitMs });
    if (about !== undefined && this.#deleting.delete(about)) this.options.onRefused?.({ code, details });
    if (about === undefined || !this.#outbox.onRefused(about, code, waitMs)) return;
    this.#change(about, { failure: { code, details } });
    this.#outbox.sendNext();
  }

  #askForDeletion(messageId: string): boolean {
    const { conversationId, socket } = this.options;
    return socket.send({ type: 'message.delete', conversationId, messageId });
  }

  #onDeleted(seqs: readonly number[]): void {
    this.#set(withDeleted(this.#state, seqs));
    for (const { id, seq } of this.#state.messages) if (seqs.includes(seq)) this.#deleting.delete(id);
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
    if (this.#started && state.pending !== before) this.options.drafts.save(state.pending);
    for (const onChange of this.#changed) onChange();
  }
}
