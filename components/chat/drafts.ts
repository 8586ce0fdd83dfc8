import { z } from 'zod';
import { forgetAllOf } from '@/components/remembered';
import { clientMessageIdSchema, type Sendable, sendableSchema } from '@/lib/protocol/chat';
import type { Drafts } from './conversation-client';
import { newMessageId } from './message-id';

const draftSchema = z.object({
  clientMessageId: clientMessageIdSchema,
  content: sendableSchema,
  writtenAt: z.string(),
  failure: z
    .object({ code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});

/** One that an older page has kept and nobody takes any more is no reason to lose the others. */
const schema = z
  .array(draftSchema.nullable().catch(null))
  .transform((drafts) => drafts.filter((draft) => draft !== null));

const prefix = 'unsent:';
const wordsPrefix = 'words:';

/** The conversations in which a person has unsent messages. */
export function conversationsWithDrafts(viewerId: string): string[] {
  const own = `${prefix}${viewerId}:`;
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(own));
    return keys.map((key) => key.slice(own.length));
  } catch {
    return [];
  }
}

/** Unsent messages of one person in one conversation, in this browser. Without storage they live as long as the tab. */
export function browserDrafts(viewerId: string, conversationId: string): Drafts {
  const key = `${prefix}${viewerId}:${conversationId}`;
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
        const kept = pending.filter(({ content }) => content !== null).map(({ preview: _, ...rest }) => rest);
        if (kept.length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Full or forbidden: the tab still has them.
      }
    },
  };
}

/** What a person is still writing in a conversation. */
export interface Words {
  load(): string;
  save(text: string): void;
}

/** Kept like what is not sent: over a reload, and while they look at the item. */
export function browserWords(viewerId: string, conversationId: string): Words {
  const key = `${wordsPrefix}${viewerId}:${conversationId}`;
  return {
    load() {
      try {
        return localStorage.getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    save(text) {
      try {
        if (text === '') localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {
        // Full or forbidden: the field still has them.
      }
    },
  };
}

/** Forgets what nobody has sent in this browser. Never throws. */
export function forgetDrafts(): void {
  forgetAllOf(prefix);
  forgetAllOf(wordsPrefix);
}

/** Leaves something to be sent as soon as the conversation is opened. */
export function addDraft(viewerId: string, conversationId: string, content: Sendable): void {
  const drafts = browserDrafts(viewerId, conversationId);
  const writtenAt = new Date().toISOString();
  drafts.save([...drafts.load(), { clientMessageId: newMessageId(), content, writtenAt, failure: null }]);
}
