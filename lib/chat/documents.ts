/** What MongoDB holds of conversations. */
import type { KeptContent } from './kinds';
import type { Hidden } from './policy';

interface Member {
  readSeq: number;
  /** No notice and no push about it. */
  muted?: boolean;
  /** Out of the inbox until somebody writes: it holds up to this number. */
  hidden?: Hidden | null;
}

export interface ConversationDocument {
  _id: string;
  listingId: string;
  buyerId: string;
  sellerId: string;
  /** Both of them, for the inbox's index. */
  people: string[];
  /** Follows the newest message; behind it for a moment, never ahead. */
  lastSeq: number;
  last: { senderId: string; content: KeptContent; sentAt: Date } | null;
  /** The latest numbers of deleted messages, in the order of their deletion. Absent: none yet. */
  deletedSeqs?: number[];
  activeAt: Date;
  /**
   * When something of its standing changed last, or of the blocks between its two, by the store's own clock. Without an
   * index, which each message would have to write to. Absent: not since there is this field.
   */
  changedAt?: Date;
  buyer: Member;
  seller: Member;
}

export interface MessageDocument {
  _id: string;
  conversationId: string;
  seq: number;
  senderId: string;
  clientMessageId: string;
  content: KeptContent;
  sentAt: Date;
}
