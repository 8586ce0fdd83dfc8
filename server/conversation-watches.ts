import { changedSince, type Standing, standings } from '@/lib/chat/messages';
import { inTime } from '@/lib/platform/in-time';
import { logger } from '@/lib/platform/logger';
import type { ConversationEvent, Cursors, Message } from '@/lib/protocol/chat';
import { conversationChannel } from '@/lib/protocol/pubsub';
import { atOnce, inLots, type Spread } from './lots';
import type { Metrics } from './metrics';
import { MissedMessages } from './missed-messages';
import type { Pace } from './pace';
import { Partitions } from './partitions';
import { PresenceChecks } from './presence-checks';
import type { Subscriptions } from './subscriptions';
import { give, type Watcher } from './watcher';

interface Room {
  /** Never changed in place: mostly it is one or two, and there are thousands of rooms. */
  watchers: readonly Watcher[];
  /** Who was found present last. */
  present: string;
  /** The change up to which it was compared with the store, as the store's clock says. Undefined: not known. */
  comparedTo?: number;
}

/** How long a watcher waits for Redis before it reads the store all the same. */
const redisWaitMs = 500;
/** Small enough that a message waits for none of these looks at the store. */
const comparedAtOnce = 50;
/** Of so many it is asked which have changed. SecantusDB takes 7 ms for 50, and 400 ms for 500. */
const askedAtOnce = 100;
/** So much farther back than the last look: what was on its way to the store then, by a clock that differs from ours. */
const overlapMs = 30_000;

/**
 * Which sockets of this server watch which conversations. Pub/Sub brings news at once, but only as a hint: numbers say
 * whether something was missed, and what was missed is read from the store. `check` finds what no hint told.
 */
export class ConversationWatches {
  readonly presence: PresenceChecks;
  readonly #rooms = new Map<string, Room>();
  readonly #missed: MissedMessages;
  readonly #partitions: Partitions<ConversationEvent>;

  /** Those whose standing is read with the next turn, and that turn. */
  readonly #comparedNext = new Set<string>();
  #comparingNext: Promise<void> | undefined;
  /** When the last look at all of them began. Undefined: what is not true any more may be older than any look. */
  #lookedAt: number | undefined;

  constructor(
    subscriptions: Subscriptions,
    private readonly metrics: Metrics,
    /** For readings that can wait; sending waits for nothing. */
    readonly pace: Pace,
  ) {
    this.#partitions = new Partitions(subscriptions, conversationChannel, (event) => this.#onEvent(event));
    this.presence = new PresenceChecks(
      () => [...this.#rooms.keys()],
      (id, userIds) => this.#tellPresent(id, userIds),
    );
    this.#missed = new MissedMessages(metrics, pace, () => {
      this.#lookedAt = undefined;
    });
  }

  /**
   * From now on the watcher gets everything after `delivered`, and how the conversation stands, which is read once
   * nothing more is missed: its cursors are told last. Throws when the store does not answer.
   */
  async watch(conversationId: string, watcher: Watcher): Promise<void> {
    const room: Room = this.#rooms.get(conversationId) ?? { watchers: [], present: '' };
    this.#rooms.set(conversationId, room);
    const listening = this.#partitions.join(conversationId);
    room.watchers = [...room.watchers, watcher];
    if (room.present !== '') watcher.onPresent(room.present.split(','));
    const ready = listening.then(() => true);
    const listens = await inTime(ready, redisWaitMs, false);
    await this.#missed.read(conversationId, watcher, 'resume');
    await this.#compareSoon(conversationId);
    if (!listens)
      void ready
        .then(() => this.#missed.read(conversationId, watcher, 'late_subscription'))
        .then(() => this.#compareSoon(conversationId))
        .catch((error: unknown) => logger.warn({ err: error }, 'a newcomer was not told how things stand'));
  }

  unwatch(conversationId: string, watcher: Watcher): void {
    const room = this.#rooms.get(conversationId);
    if (!room?.watchers.includes(watcher)) return;
    room.watchers = room.watchers.filter((other) => other !== watcher);
    this.#partitions.leave(conversationId);
    if (room.watchers.length === 0) this.#rooms.delete(conversationId);
  }

  /** Stored by this server: its own watchers need not wait for Redis to bring it back. */
  onStored(message: Message): void {
    const room = this.#rooms.get(message.conversationId);
    if (room) this.#onMessage(room, message);
  }

  /** Compares with the store every watched conversation that has changed since the last look, some in each query. */
  async check(spread: Spread = atOnce): Promise<void> {
    const [since, ids] = [this.#lookedAt, [...this.#rooms.keys()]];
    this.#lookedAt = Date.now();
    if (since === undefined) return this.#compare(ids, spread);
    const half = { ...spread, overMs: spread.overMs / 2 };
    const changed = new Map<string, number>();
    await inLots(ids, askedAtOnce, half, async (lot) => {
      // Of what the last looks have found already, these find it again for as long as they overlap.
      for (const [id, at] of await this.#orLookAtAll(changedSince(lot, new Date(since - overlapMs))))
        if (this.#rooms.get(id)?.comparedTo !== at) changed.set(id, at);
    });
    await this.#compare([...changed.keys()], half);
    for (const [id, at] of changed) {
      const room = this.#rooms.get(id);
      if (room) room.comparedTo = at;
    }
  }

  /** At its pace; those who ask while one reading waits for its turn are read together. */
  #compareSoon(conversationId: string): Promise<void> {
    this.#comparedNext.add(conversationId);
    this.#comparingNext ??= this.pace.run(() => {
      const ids = [...this.#comparedNext];
      this.#comparedNext.clear();
      this.#comparingNext = undefined;
      return this.#compare(ids);
    });
    return this.#comparingNext;
  }

  #compare(ids: readonly string[], spread: Spread = atOnce): Promise<void> {
    return inLots(ids, comparedAtOnce, spread, (lot) => this.#compareOnce(lot));
  }

  async #compareOnce(ids: readonly string[]): Promise<void> {
    for (const [id, standing] of await this.#orLookAtAll(standings(ids))) {
      this.#tellChanged(id, standing);
      this.#tellCursors(id, standing.cursors);
      for (const watcher of this.#rooms.get(id)?.watchers ?? [])
        if (watcher.delivered < standing.lastSeq) void this.#missed.read(id, watcher, 'check');
    }
  }

  /** What could not be read may be older than the last look. */
  async #orLookAtAll<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      this.#lookedAt = undefined;
      throw error;
    }
  }

  #onEvent(event: ConversationEvent): void {
    const id = event.type === 'message' ? event.message.conversationId : event.conversationId;
    const room = this.#rooms.get(id);
    if (!room) return;
    if (event.type === 'message') {
      this.#onMessage(room, event.message);
      if (event.publishedAt !== undefined) this.metrics.publishedAt(event.publishedAt);
    } else if (event.type === 'cursors') this.#tellCursors(id, event.cursors);
    else if (event.type === 'changed')
      this.#compare([id]).catch((error: unknown) => logger.warn({ err: error }, 'a change was not read'));
    else if (event.type === 'presence')
      this.presence.check(id).catch((error: unknown) => logger.debug({ err: error }, 'presence'));
    else for (const watcher of room.watchers) watcher.onTyping(event.userId, event.after ?? Infinity);
  }

  #onMessage(room: Room, message: Message): void {
    for (const watcher of room.watchers) {
      if (message.seq > watcher.delivered + 1) void this.#missed.read(message.conversationId, watcher, 'gap');
      else give(watcher, [message]);
    }
  }

  #tellChanged(conversationId: string, standing: Standing): void {
    const { deleted, blockers, left } = standing;
    const text = JSON.stringify([deleted, blockers, left]);
    for (const watcher of this.#rooms.get(conversationId)?.watchers ?? []) {
      if (watcher.told === text) continue;
      watcher.told = text;
      watcher.onChanged(standing);
    }
  }

  #tellPresent(conversationId: string, userIds: readonly string[]): void {
    const room = this.#rooms.get(conversationId);
    if (!room || room.present === userIds.join()) return;
    room.present = userIds.join();
    for (const watcher of room.watchers) watcher.onPresent(userIds);
  }

  #tellCursors(conversationId: string, cursors: Cursors): void {
    for (const watcher of this.#rooms.get(conversationId)?.watchers ?? [])
      if (isNews(cursors, watcher.cursors)) watcher.onCursors(cursors);
  }
}

function isNews(cursors: Cursors, known: Cursors | null): boolean {
  return known === null || Object.entries(cursors).some(([userId, seq]) => seq > (known[userId] ?? 0));
}
