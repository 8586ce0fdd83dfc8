import { z } from 'zod';
import { clientMessageIdSchema, sendableSchema } from '@/lib/protocol/chat';
import type { Drafts } from './conversation-client';

const schema = z.array(
  z.object({
    clientMessageId: clientMessageIdSchema,
    content: sendableSchema,
    writtenAt: z.string(),
    failure: z
      .object({ code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])) })
      .nullable(),
  }),
);

/** Unsent messages of one person in one conversation, in this browser. Without storage they live as long as the tab. */
export function browserDrafts(viewerId: string, conversationId: string): Drafts {
  const key = `unsent:${viewerId}:${conversationId}`;
  return {
    load() {
      try {
        return schema.parse(JSON.parse(localStorage.getItem(key) ?? '[]'));
      } catch {
        return [];
      }
    },
    save(pending) {
      try {
        if (pending.length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(pending));
      } catch {
        // Full or forbidden: the tab still has them.
      }
    },
  };
}
