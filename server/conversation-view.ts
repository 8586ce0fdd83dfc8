import type { Counter } from 'prom-client';
import { cursorsOf, type Known, type Standing } from '@/lib/chat/messages';
import { areApart, roleOf, writingOf } from '@/lib/chat/policy';
import type { Cursors, Message } from '@/lib/protocol/chat';
import type { ServerFrame } from '@/lib/protocol/websocket';
import type { Watcher } from './watcher';

interface Parts {
  conversationId: string;
  viewerId: string;
  send(frame: ServerFrame): void;
  /** Counts the messages that were handed to sockets. */
  deliveries: Pick<Counter, 'inc'>;
}

/** What one socket is shown of one conversation. */
export class ConversationView implements Watcher {
  told = '';
  #toldCursors = false;
  /** Whether its person has it before their eyes, and counts as present. */
  here = false;
  /** Whether the two are kept apart: they see nothing of each other then. Null: not known yet. */
  #apart: boolean | null = null;
  /** Who is present; null while that is not known. Kept up to date also while it is not shown. */
  #present: readonly string[] | null = null;
  /** The newest message of the other. */
  #otherSpoke = 0;
  /** Messages that wait for the end of the tick, so that a burst is one frame. */
  #waiting: Message[] = [];

  /** The conversation as far as it is known here. Its numbers may lag behind the store, and are never ahead of it. */
  readonly membership: Known;

  /** @param delivered as the browser says, which may be wrong */
  constructor(
    public delivered: number,
    { conversation, role }: Known,
    private readonly parts: Parts,
  ) {
    const { _id, listingId, buyerId, sellerId, lastSeq, buyer, seller } = conversation;
    // No more of it than this: there are as many views as open pages.
    this.membership = { conversation: { _id, listingId, buyerId, sellerId, lastSeq, buyer, seller }, role };
  }

  get known(): number {
    return this.membership.conversation.lastSeq;
  }

  /** Its browser moves them by the messages that it is given, as this does. */
  get cursors(): Cursors | null {
    return this.#toldCursors ? cursorsOf(this.membership) : null;
  }

  onMessages(messages: readonly Message[]): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    this.#waiting.push(...messages);
    this.#hear(messages);
  }

  onReset(messages: readonly Message[]): void {
    const { conversationId, send } = this.parts;
    this.#waiting = [];
    this.#hear(messages);
    send({ type: 'conversation.reset', conversationId, messages: [...messages] });
  }

  onCursors(cursors: Cursors): void {
    const { conversationId, viewerId, send } = this.parts;
    const { [viewerId]: before } = cursorsOf(this.membership);
    for (const [userId, seq] of Object.entries(cursors)) this.#raiseCursor(userId, seq);
    const { [viewerId]: own = 0 } = cursorsOf(this.membership);
    if (this.#apart === false) send({ type: 'conversation.cursors', conversationId, cursors });
    // Not even that the other has read something.
    else if (!this.#toldCursors || own !== before)
      send({ type: 'conversation.cursors', conversationId, cursors: { [viewerId]: own } });
    this.#toldCursors = true;
  }

  onChanged(standing: Standing): void {
    const { conversationId, viewerId, send } = this.parts;
    const { deleted } = standing;
    const apart = areApart(standing);
    const present = apart ? [] : this.#present;
    if (apart !== this.#apart && present)
      send({ type: 'conversation.present', conversationId, userIds: [...present] });
    // What was kept from it.
    if (apart !== this.#apart && !apart && this.#toldCursors)
      send({ type: 'conversation.cursors', conversationId, cursors: cursorsOf(this.membership) });
    this.#apart = apart;
    if (deleted.length > 0) send({ type: 'conversation.deleted', conversationId, seqs: [...deleted] });
    send({ type: 'conversation.writing', conversationId, writing: writingOf(viewerId, standing) });
  }

  onPresent(userIds: readonly string[]): void {
    const { conversationId, send } = this.parts;
    const { buyerId, sellerId } = this.membership.conversation;
    // Its own copies of the ids: those that Redis gave are parts of longer strings, which would be kept with them.
    this.#present = [buyerId, sellerId].filter((id) => userIds.includes(id));
    if (this.#apart === false) send({ type: 'conversation.present', conversationId, userIds: [...userIds] });
  }

  /** Not a sign that what it announced has overtaken: the page would show it until it grows old. */
  onTyping(userId: string, after: number): void {
    const { conversationId, viewerId, send } = this.parts;
    if (userId !== viewerId && this.#apart === false && this.#otherSpoke <= after)
      send({ type: 'conversation.typing', conversationId, userId });
  }

  /** The socket looks elsewhere: what waits for it is dropped. */
  close(): void {
    this.#waiting = [];
  }

  #hear(messages: readonly Message[]): void {
    const { conversation } = this.membership;
    for (const { seq, senderId } of messages) {
      conversation.lastSeq = Math.max(conversation.lastSeq, seq);
      if (senderId !== this.parts.viewerId) this.#otherSpoke = seq;
      // Sending moves one's own cursor.
      this.#raiseCursor(senderId, seq);
    }
  }

  #raiseCursor(userId: string, seq: number): void {
    const { conversation } = this.membership;
    const role = roleOf(userId, conversation);
    if (role) conversation[role] = { readSeq: Math.max(conversation[role].readSeq, seq) };
  }

  #flush(): void {
    const messages = this.#waiting;
    if (messages.length === 0) return;
    this.#waiting = [];
    const { conversationId, send, deliveries } = this.parts;
    send({ type: 'conversation.messages', conversationId, messages });
    deliveries.inc(messages.length);
  }
}
