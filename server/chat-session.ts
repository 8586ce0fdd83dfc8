import type { Viewer } from '@/lib/accounts/schema';
import { requireMember } from '@/lib/chat/membership';
import { deleteMessage, readUpTo, type Standing, sendMessage, standingOf } from '@/lib/chat/messages';
import { writingOf } from '@/lib/chat/policy';
import { arrive, depart, type Presence } from '@/lib/chat/presence';
import { publishEvent } from '@/lib/chat/publish';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/platform/logger';
import type { Message } from '@/lib/protocol/chat';
import type { ClientFrame, ServerFrame } from '@/lib/protocol/websocket';
import type { ConversationWatches, Watcher } from './conversation-watches';
import type { Metrics } from './metrics';
import type { Rates } from './rates';

/** A page shows one conversation; a few more for those that are being left. */
const maxWatches = 5;

type FrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;

interface Parts {
  viewer: Viewer;
  serverId: string;
  /** Unique among the sockets of this server. */
  connection: string;
  watches: ConversationWatches;
  messageRates: Rates;
  metrics: Metrics;
  send(frame: ServerFrame): void;
}

/** The conversations that one socket watches, and what its person does in them. */
export class ChatSession {
  readonly #watchers = new Map<string, Watcher>();
  /** Where one of the two has blocked the other: they see nothing of each other any more. */
  readonly #apart = new Set<string>();
  /** Where this socket counts as present. */
  readonly #here = new Set<string>();
  /** Messages that wait for the end of the tick, so that a burst is one frame. */
  readonly #outgoing = new Map<string, Message[]>();
  #presenceSteps: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  async send({ conversationId, clientMessageId, content }: FrameOf<'message.send'>): Promise<void> {
    const { viewer, messageRates, metrics, watches, send } = this.parts;
    messageRates.take(viewer.id);
    const message = await sendMessage(viewer, { conversationId, clientMessageId, content });
    metrics.sends.inc();
    send({ type: 'message.acknowledged', conversationId, clientMessageId, seq: message.seq });
    watches.onStored(message);
  }

  async delete({ conversationId, messageId }: FrameOf<'message.delete'>): Promise<void> {
    await deleteMessage(this.parts.viewer, conversationId, messageId);
  }

  async resume({ conversationId, lastSeq, here }: FrameOf<'conversation.resume'>): Promise<void> {
    const { viewer, watches, send } = this.parts;
    if (this.#watchers.size >= maxWatches && !this.#watchers.has(conversationId))
      throw new AppError('rate.limited', { seconds: 1 });
    const membership = await watches.pace.run(() => requireMember(viewer.id, conversationId));
    this.#unwatch(conversationId);
    const standing = await standingOf(membership.conversation);
    const watcher = this.#watcherOf(conversationId, lastSeq, membership.conversation.lastSeq);
    this.#watchers.set(conversationId, watcher);
    this.#tellChanged(conversationId, standing);
    this.#setHere(conversationId, here);
    await watches.watch(conversationId, watcher);
    send({ type: 'conversation.cursors', conversationId, cursors: standing.cursors });
  }

  leave(conversationId: string): void {
    this.#setHere(conversationId, false);
    this.#unwatch(conversationId);
  }

  /** Only where this socket watches: watching has proven that the person belongs there. */
  here({ conversationId, here }: FrameOf<'conversation.here'>): void {
    this.#requireWatched(conversationId);
    this.#setHere(conversationId, here);
  }

  async read({ conversationId, seq }: FrameOf<'conversation.read'>): Promise<void> {
    await readUpTo(this.parts.viewer, conversationId, seq);
  }

  typing({ conversationId }: FrameOf<'conversation.typing'>): void {
    this.#requireWatched(conversationId);
    publishEvent(conversationId, { type: 'typing', conversationId, userId: this.parts.viewer.id });
  }

  /** Says again where this socket is present: Redis may have forgotten, and forgets a set that nobody refreshes. */
  stay(): void {
    for (const conversationId of this.#here)
      this.#presenceSteps = this.#presenceSteps
        .then(async () => {
          if (this.#here.has(conversationId)) await arrive(conversationId, this.#presence);
        })
        .catch((error: unknown) => logger.warn({ err: error }, 'presence was not refreshed'));
  }

  close(): void {
    for (const conversationId of [...this.#watchers.keys()]) this.leave(conversationId);
  }

  #unwatch(conversationId: string): void {
    const watcher = this.#watchers.get(conversationId);
    if (!watcher) return;
    this.#watchers.delete(conversationId);
    this.#outgoing.delete(conversationId);
    this.#apart.delete(conversationId);
    this.parts.watches.unwatch(conversationId, watcher);
  }

  #requireWatched(conversationId: string): void {
    if (!this.#watchers.has(conversationId)) throw new AppError('conversation.not_found');
  }

  #watcherOf(conversationId: string, delivered: number, known: number): Watcher {
    const { viewer, send } = this.parts;
    return {
      userId: viewer.id,
      delivered,
      known,
      onMessages: (messages) => this.#gather(conversationId, messages),
      onReset: (messages) => {
        this.#outgoing.delete(conversationId);
        send({ type: 'conversation.reset', conversationId, messages: [...messages] });
      },
      onCursors: (cursors) => send({ type: 'conversation.cursors', conversationId, cursors }),
      onChanged: (standing) => this.#tellChanged(conversationId, standing),
      onPresent: (userIds) => {
        if (!this.#apart.has(conversationId))
          send({ type: 'conversation.present', conversationId, userIds: [...userIds] });
      },
      onTyping: (userId) => {
        if (userId !== viewer.id && !this.#apart.has(conversationId))
          send({ type: 'conversation.typing', conversationId, userId });
      },
    };
  }

  #tellChanged(conversationId: string, { deleted, blockers }: Standing): void {
    const { viewer, send } = this.parts;
    if (blockers.length === 0) this.#apart.delete(conversationId);
    else if (!this.#apart.has(conversationId)) {
      this.#apart.add(conversationId);
      send({ type: 'conversation.present', conversationId, userIds: [] });
    }
    if (deleted.length > 0) send({ type: 'conversation.deleted', conversationId, seqs: [...deleted] });
    send({ type: 'conversation.writing', conversationId, writing: writingOf(viewer.id, blockers) });
  }

  #gather(conversationId: string, messages: readonly Message[]): void {
    if (this.#outgoing.size === 0) setImmediate(() => this.#flush());
    const waiting = this.#outgoing.get(conversationId);
    if (waiting) waiting.push(...messages);
    else this.#outgoing.set(conversationId, [...messages]);
  }

  #flush(): void {
    for (const [conversationId, messages] of this.#outgoing) {
      this.parts.send({ type: 'conversation.messages', conversationId, messages });
      this.parts.metrics.deliveries.inc(messages.length);
    }
    this.#outgoing.clear();
  }

  get #presence(): Presence {
    const { viewer, serverId, connection } = this.parts;
    return { userId: viewer.id, serverId, connection };
  }

  /** Presence waits for nobody and nobody waits for it: it is the first thing that a sick Redis costs. */
  #setHere(conversationId: string, here: boolean): void {
    if (this.#here.has(conversationId) === here) return;
    if (here) this.#here.add(conversationId);
    else this.#here.delete(conversationId);
    this.#presenceSteps = this.#presenceSteps
      .then(() => (here ? arrive : depart)(conversationId, this.#presence))
      .then(() => publishEvent(conversationId, { type: 'presence', conversationId }))
      .then(() => this.parts.watches.checkPresence(conversationId))
      .catch((error: unknown) => logger.warn({ err: error }, 'presence was not told'));
  }
}
