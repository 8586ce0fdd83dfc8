import type { Failure } from '@/components/outcome';
import type { Cursors, Message, Sendable, Writing } from '@/lib/protocol/chat';

/** A message that is not known to be stored. */
export interface Pending {
  clientMessageId: string;
  /** Null while something of it is still being uploaded. */
  content: Sendable | null;
  /** The picture as this tab has it; it does not outlive the tab. */
  preview?: Blob | undefined;
  writtenAt: string;
  /** Why it will not be sent again by itself; null while it waits or is on its way. */
  failure: Failure | null;
}

export interface ConversationState {
  /** By number, without a hole; the oldest known may be far from the first. */
  messages: readonly Message[];
  pending: readonly Pending[];
  /** Numbers of messages that are deleted; one may be told before the message itself. */
  deleted: ReadonlySet<number>;
  writing: Writing;
  cursors: Cursors;
  /** Who has the conversation before their eyes. */
  present: readonly string[];
  typing: boolean;
  connected: boolean;
}

export const lastSeqOf = ({ messages }: Pick<ConversationState, 'messages'>) => messages.at(-1)?.seq ?? 0;

/** The same with what came next. Null when something before it is missing. */
export function withNewer(
  state: ConversationState,
  viewerId: string,
  received: readonly Message[],
): ConversationState | null {
  const newer = received.filter(({ seq }) => seq > lastSeqOf(state));
  const [first] = newer;
  if (!first) return state;
  if (first.seq !== lastSeqOf(state) + 1) return null;
  const messages = [...state.messages, ...withoutWords(newer, state.deleted)];
  return withReceived({ ...state, messages }, viewerId, newer);
}

/** Starts anew from the newest page. */
export function withReset(
  state: ConversationState,
  viewerId: string,
  messages: readonly Message[],
): ConversationState {
  const known = withoutWords(messages, state.deleted);
  return withReceived({ ...state, messages: known }, viewerId, messages);
}

/** The same with the page before it; unchanged when the page does not end where the known begins. */
export function withOlder(state: ConversationState, older: readonly Message[]): ConversationState {
  const [first] = state.messages;
  if (!first || older.at(-1)?.seq !== first.seq - 1) return state;
  return { ...state, messages: [...withoutWords(older, state.deleted), ...state.messages] };
}

/** A deletion is never taken back, so the news of it may come in any order and more than once. */
export function withDeleted(state: ConversationState, seqs: readonly number[]): ConversationState {
  if (seqs.every((seq) => state.deleted.has(seq))) return state;
  const deleted = new Set([...state.deleted, ...seqs]);
  return { ...state, deleted, messages: withoutWords(state.messages, deleted) };
}

function withoutWords(messages: readonly Message[], deleted: ReadonlySet<number>): readonly Message[] {
  if (deleted.size === 0) return messages;
  return messages.map((message) =>
    deleted.has(message.seq) && message.content.kind !== 'deleted'
      ? { ...message, content: { kind: 'deleted' } }
      : message,
  );
}

/** Cursors only move forward, in whichever order the news of them comes. */
export function withCursors(state: ConversationState, received: Cursors): ConversationState {
  const cursors = { ...state.cursors };
  for (const [userId, seq] of Object.entries(received)) cursors[userId] = Math.max(cursors[userId] ?? 0, seq);
  return { ...state, cursors };
}

/** What messages say beside their words: that they are stored, and that their senders have read what was said before. */
function withReceived(
  state: ConversationState,
  viewerId: string,
  received: readonly Message[],
): ConversationState {
  const pending = withoutStored(state.pending, viewerId, received);
  const cursors = Object.fromEntries(received.map(({ senderId, seq }) => [senderId, seq]));
  return withCursors({ ...state, pending }, cursors);
}

function withoutStored(
  pending: readonly Pending[],
  viewerId: string,
  messages: readonly Message[],
): readonly Pending[] {
  const stored = new Set(
    messages.filter(({ senderId }) => senderId === viewerId).map((message) => message.clientMessageId),
  );
  const left = pending.filter(({ clientMessageId }) => !stored.has(clientMessageId));
  // The same list where nothing has gone: another tab may keep what this one does not know of.
  return left.length === pending.length ? pending : left;
}
