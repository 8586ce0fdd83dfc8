import { z } from 'zod';
import { conversationEventSchema } from './chat';
import { scanStateSchema } from './scan-state';

/** Pub/Sub is a hint: whoever misses one reads the store. Every channel with the schema of its messages. */
export const scanChannel = {
  name: (scanId: string) => `scan:${scanId}`,
  message: scanStateSchema,
} as const;

/**
 * Conversations and people share a fixed number of channels, so that a server's subscriptions do not grow with them.
 * The braces keep a channel on one node of a Redis Cluster (sharded Pub/Sub).
 */
export const partitionCount = 64;

/** FNV-1a: the same on every server and in every version. */
function partitionOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  return hash % partitionCount;
}

/** What happens in a conversation. */
export const conversationChannel = {
  name: (conversationId: string) => `chat:{${partitionOf(conversationId)}}`,
  message: conversationEventSchema,
} as const;

/** Something in a person's inbox has changed, though the number of unread messages may be the same as before. */
export const inboxChannel = {
  name: (userId: string) => `inbox:{${partitionOf(userId)}}`,
  message: z.object({ userId: z.string(), sameCount: z.boolean().optional() }),
} as const;

/** Something under a person's bell has changed. */
export const noticesChannel = {
  name: (userId: string) => `notices:{${partitionOf(userId)}}`,
  message: z.object({ userId: z.string() }),
} as const;

/** Sessions of somebody have ended. Every chat server listens; which sessions, the store knows. */
export const sessionsChannel = {
  name: 'sessions',
  message: z.object({ userId: z.string() }),
} as const;
