import type { Standing } from '@/lib/chat/messages';
import type { Cursors, Message } from '@/lib/protocol/chat';

/** One socket's view of one conversation. */
export interface Watcher {
  /** Every message up to this number was sent to it, in order. */
  delivered: number;
  /** The conversation has come as far as this. */
  readonly known: number;
  /** How far both have read as far as it knows. Null: it was not told yet. */
  readonly cursors: Cursors | null;
  /** What it was told of deletions and blocks last, so that it is told only what changed. Empty: nothing yet. */
  told: string;
  onMessages(messages: readonly Message[]): void;
  onReset(messages: readonly Message[]): void;
  onCursors(cursors: Cursors): void;
  /** Something was deleted, or something else keeps the two apart than before. */
  onChanged(standing: Standing): void;
  onPresent(userIds: readonly string[]): void;
  /** @param after the newest message that this person was shown when they began */
  onTyping(userId: string, after: number): void;
}

/** Hands over what comes next in order, and nothing twice. */
export function give(watcher: Watcher, messages: readonly Message[]): void {
  const next = messages.filter((message) => message.seq > watcher.delivered);
  const last = next.at(-1);
  if (!last) return;
  watcher.delivered = last.seq;
  watcher.onMessages(next);
}
