import type { Role } from './schema';

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
