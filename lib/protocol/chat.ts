import { z } from 'zod';

export const maxTextLength = 2000;

const conversationId = z.string().max(64);
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const textSchema = z.object({
  kind: z.literal('text'),
  text: z
    .string()
    .max(maxTextLength)
    .refine((text) => text.trim() !== ''),
});

/**
 * The registry of message kinds: a new card is one more entry here and one more face in components/chat/faces.tsx.
 * First those that a person may send, then those that only the server writes. A deleted message keeps its number.
 */
const sendable = [textSchema] as const;
const written = [z.object({ kind: z.literal('deleted') })] as const;

export const sendableSchema = z.discriminatedUnion('kind', [...sendable]);

export type Sendable = z.infer<typeof sendableSchema>;

export const contentSchema = z.discriminatedUnion('kind', [...sendable, ...written]);
export type Content = z.infer<typeof contentSchema>;

export const messageSchema = z.object({
  id: z.string(),
  conversationId,
  /** Counts the messages of the conversation from 1, without holes. */
  seq: seq.min(1),
  senderId: z.string(),
  /** The sender's own name for it, which makes sending again harmless. */
  clientMessageId: z.string(),
  content: contentSchema,
  sentAt: z.iso.datetime(),
});
export type Message = z.infer<typeof messageSchema>;

/** How far both have read, by person. */
export const cursorsSchema = z.record(z.string(), seq);
export type Cursors = z.infer<typeof cursorsSchema>;

export const clientMessageIdSchema = z.string().regex(/^[\w-]{8,64}$/);

/** The frames about conversations that a browser may send. */
export const chatClientFrames = [
  z.object({
    type: z.literal('message.send'),
    conversationId,
    clientMessageId: clientMessageIdSchema,
    content: sendableSchema,
  }),
  /** Watch from now on, and tell what came after `lastSeq`. `here`: a person has it before their eyes. */
  z.object({ type: z.literal('conversation.resume'), conversationId, lastSeq: seq, here: z.boolean() }),
  z.object({ type: z.literal('conversation.leave'), conversationId }),
  z.object({ type: z.literal('conversation.here'), conversationId, here: z.boolean() }),
  z.object({ type: z.literal('conversation.read'), conversationId, seq }),
  z.object({ type: z.literal('conversation.typing'), conversationId }),
] as const;

/** The frames about conversations that the server sends. */
export const chatServerFrames = [
  /** Stored: it will not be lost. It comes once more among the messages, in its place. */
  z.object({ type: z.literal('message.acknowledged'), conversationId, clientMessageId: z.string(), seq }),
  /** In order and without a gap after what was sent before on this socket. */
  z.object({ type: z.literal('conversation.messages'), conversationId, messages: z.array(messageSchema) }),
  /** Too much was missed: forget what is known, these are the newest. */
  z.object({ type: z.literal('conversation.reset'), conversationId, messages: z.array(messageSchema) }),
  z.object({ type: z.literal('conversation.cursors'), conversationId, cursors: cursorsSchema }),
  z.object({ type: z.literal('conversation.present'), conversationId, userIds: z.array(z.string()) }),
  z.object({ type: z.literal('conversation.typing'), conversationId, userId: z.string() }),
  /** How many messages this person has not read, in all conversations. */
  z.object({ type: z.literal('inbox.changed'), unread: z.number().int() }),
] as const;

/** What travels between chat servers about one conversation. A hint: whoever misses it reads the store. */
export const conversationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: messageSchema }),
  z.object({ type: z.literal('cursors'), conversationId, cursors: cursorsSchema }),
  z.object({ type: z.literal('presence'), conversationId }),
  z.object({ type: z.literal('typing'), conversationId, userId: z.string() }),
]);
export type ConversationEvent = z.infer<typeof conversationEventSchema>;
