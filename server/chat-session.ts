import type { Viewer } from '@/lib/accounts/schema';
import { requireMember } from '@/lib/chat/membership';
import { deleteMessage, type Known, readUpTo, sendMessage } from '@/lib/chat/messages';
import { arrive, depart, type Presence } from '@/lib/chat/presence';
import { publishEvent } from '@/lib/chat/publish';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/platform/logger';
import type { ClientFrame, ServerFrame } from '@/lib/protocol/websocket';
import { ConversationView } from './conversation-view';
import type { ConversationWatches } from './conversation-watches';
import type { Metrics } from './metrics';
import type { Rates } from './rates';

/** A page shows one conversation; a few more for those that are being left. */
const maxViews = 5;

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
  readonly #views = new Map<string, ConversationView>();
  #presenceSteps: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  async send({ conversationId, clientMessageId, content }: FrameOf<'message.send'>): Promise<void> {
    const { viewer, messageRates, metrics, watches, send } = this.parts;
    messageRates.take(viewer.id);
    const input = { conversationId, clientMessageId, content };
    const message = await sendMessage(viewer, input, this.#known(conversationId));
    metrics.sends.inc();
    // Handed over at the end of this turn of the event loop: after the acknowledgement, and in one write with it.
    watches.onStored(message);
    send({ type: 'message.acknowledged', conversationId, clientMessageId, seq: message.seq });
  }

  async delete({ conversationId, messageId }: FrameOf<'message.delete'>): Promise<void> {
    await deleteMessage(this.parts.viewer, conversationId, messageId);
  }

  async resume({ conversationId, lastSeq, here }: FrameOf<'conversation.resume'>): Promise<void> {
    const { viewer, watches, metrics, send } = this.parts;
    if (this.#views.size >= maxViews && !this.#views.has(conversationId))
      throw new AppError('rate.limited', { seconds: 1 });
    const membership = await watches.pace.run(() => requireMember(viewer.id, conversationId));
    const before = this.#views.get(conversationId);
    this.#unwatch(conversationId);
    const parts = { conversationId, viewerId: viewer.id, send, deliveries: metrics.deliveries };
    const view = new ConversationView(lastSeq, membership, parts);
    view.here = before?.here ?? false;
    this.#views.set(conversationId, view);
    this.#setHere(conversationId, here);
    await watches.watch(conversationId, view);
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
    await readUpTo(this.parts.viewer, conversationId, seq, this.#known(conversationId));
  }

  typing({ conversationId }: FrameOf<'conversation.typing'>): void {
    const after = this.#requireWatched(conversationId).delivered;
    publishEvent(conversationId, { type: 'typing', conversationId, userId: this.parts.viewer.id, after });
  }

  /** Says again where this socket is present: Redis may have forgotten, and forgets a set that nobody refreshes. */
  stay(): void {
    for (const [conversationId, { here }] of this.#views) {
      if (!here) continue;
      this.#presenceSteps = this.#presenceSteps
        .then(async () => {
          if (this.#views.get(conversationId)?.here) await arrive(conversationId, this.#presence);
        })
        .catch((error: unknown) => logger.warn({ err: error }, 'presence was not refreshed'));
    }
  }

  close(): void {
    for (const conversationId of [...this.#views.keys()]) this.leave(conversationId);
  }

  #unwatch(conversationId: string): void {
    const view = this.#views.get(conversationId);
    if (!view) return;
    this.#views.delete(conversationId);
    view.close();
    this.parts.watches.unwatch(conversationId, view);
  }

  #known(conversationId: string): Known | undefined {
    return this.#views.get(conversationId)?.membership;
  }

  #requireWatched(conversationId: string): ConversationView {
    const view = this.#views.get(conversationId);
    if (!view) throw new AppError('conversation.not_found');
    return view;
  }

  get #presence(): Presence {
    const { viewer, serverId, connection } = this.parts;
    return { userId: viewer.id, serverId, connection };
  }

  /** Presence waits for nobody and nobody waits for it: it is the first thing that a sick Redis costs. */
  #setHere(conversationId: string, here: boolean): void {
    const view = this.#views.get(conversationId);
    if (!view || view.here === here) return;
    view.here = here;
    this.#presenceSteps = this.#presenceSteps
      .then(() => (here ? arrive : depart)(conversationId, this.#presence))
      .then(() => publishEvent(conversationId, { type: 'presence', conversationId }))
      .then(() => this.parts.watches.presence.check(conversationId))
      .catch((error: unknown) => logger.warn({ err: error }, 'presence was not told'));
  }
}
