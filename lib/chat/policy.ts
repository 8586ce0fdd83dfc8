import type { Writing } from '@/lib/protocol/chat';
import type { Place, Role } from './schema';

interface Members {
  buyerId: string;
  sellerId: string;
}

/** Which of the two this person is; null for a stranger. */
export function roleOf(userId: string, { buyerId, sellerId }: Members): Role | null {
  if (userId === buyerId) return 'buyer';
  return userId === sellerId ? 'seller' : null;
}

export function otherOf(userId: string, { buyerId, sellerId }: Members): string {
  return userId === buyerId ? sellerId : buyerId;
}

/** Sending moves one's own cursor, so everything behind the cursor is from the other. */
export function unreadCount(lastSeq: number, readSeq: number): number {
  return Math.max(0, lastSeq - readSeq);
}

export interface Hidden {
  as: Exclude<Place, 'inbox'>;
  upTo: number;
}

/** A new message brings a conversation back, whoever wrote it: nothing needs to be changed for that. */
export function placeOf(lastSeq: number, { hidden }: { hidden?: Hidden | null }): Place {
  return hidden && lastSeq <= hidden.upTo ? hidden.as : 'inbox';
}

/** Long enough to notice a mistake; after that the other may count on what was said. */
export const deletableMs = 5 * 60_000;

export function mayDelete(userId: string, message: { senderId: string; sentAt: Date }, now: number): boolean {
  return message.senderId === userId && now - message.sentAt.getTime() <= deletableMs;
}

/** What keeps two from writing to each other. */
export interface Obstacles {
  /** Those of the two who have blocked the other, or whom nobody can write to. */
  blockers: readonly string[];
  /** Whether one of them has deleted their account. */
  left: boolean;
}

/** Who is suspended is written of like somebody who has blocked the other: it is nobody else's business. */
export function writingOf(userId: string, { blockers, left }: Obstacles): Writing {
  if (left) return 'left';
  if (blockers.includes(userId)) return 'blocked';
  return blockers.length > 0 ? 'closed' : 'open';
}

/** Two that are kept apart learn nothing of each other. How far somebody had read who has left will not change any more. */
export const areApart = ({ blockers, left }: Obstacles) => blockers.length > 0 && !left;
