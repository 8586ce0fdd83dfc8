import { z } from 'zod';
import { idSchema } from './ids';
import { isVisible } from './visible';

export const maxTextLength = 2000;

const conversationId = idSchema;
export const seqSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const textSchema = z.object({
  kind: z.literal('text'),
  text: z.string().max(maxTextLength).refine(isVisible),
});

const mediaId = idSchema;

/** A photo in the copies that the worker has made. */
const pictureSchema = z.object({
  mediaId,
  /** Of the widest copy, in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** A few pixels as a data URL. */
  placeholder: z.string().nullable(),
  /** The narrowest first. */
  copies: z.array(z.object({ width: z.number(), avifUrl: z.string(), webpUrl: z.string() })),
});
export type ChatPicture = z.infer<typeof pictureSchema>;

/**
 * Where a camera stands, seen from the middle of a model: see components/viewer/pose.ts. Angles in radians, the distance
 * in the model's units.
 */
const poseSchema = z.object({
  azimuth: z.number().min(-10).max(10),
  polar: z.number().min(0).max(Math.PI),
  distance: z.number().positive().max(10_000),
});

/**
 * The registry of message kinds. What a person sends is not what others are shown: the server looks things up and adds
 * them. A new kind is an entry in both lists here, one in lib/chat/kinds.ts (what the server adds) and one in
 * components/chat/faces.tsx (how it looks); nothing else knows kinds.
 */
export const sendableSchema = z.discriminatedUnion('kind', [
  textSchema,
  z.object({ kind: z.literal('photo'), mediaId }),
  z.object({ kind: z.literal('viewpoint'), mediaId, pose: poseSchema }),
]);
export type Sendable = z.infer<typeof sendableSchema>;

export const contentSchema = z.discriminatedUnion('kind', [
  textSchema,
  z.object({ kind: z.literal('photo'), picture: pictureSchema }),
  z.object({
    kind: z.literal('viewpoint'),
    listingId: z.string(),
    pose: poseSchema,
    picture: pictureSchema,
  }),
  /** A deleted message keeps its number. */
  z.object({ kind: z.literal('deleted') }),
]);
export type Content = z.infer<typeof contentSchema>;

export const messageSchema = z.object({
  id: z.string(),
  conversationId,
  /** Counts the messages of the conversation from 1, without holes. */
  seq: seqSchema.min(1),
  senderId: z.string(),
  /** The sender's own name for it, which makes sending again harmless. */
  clientMessageId: z.string(),
  content: contentSchema,
  sentAt: z.iso.datetime(),
});
export type Message = z.infer<typeof messageSchema>;

/** How far both have read, by person. */
export const cursorsSchema = z.record(z.string(), seqSchema);
export type Cursors = z.infer<typeof cursorsSchema>;

/**
 * Whether a person may write: `blocked`, they have blocked the other; `left`, the other has deleted their account;
 * `closed`, what they write would not arrive, and that is all they are told.
 */
export const writingSchema = z.enum(['open', 'blocked', 'left', 'closed']);
export type Writing = z.infer<typeof writingSchema>;

export const clientMessageIdSchema = z.string().regex(/^[\w-]{8,64}$/);

/** The frames about conversations that a browser may send. */
export const chatClientFrames = [
  z.object({
    type: z.literal('message.send'),
    conversationId,
    clientMessageId: clientMessageIdSchema,
    content: sendableSchema,
  }),
  z.object({ type: z.literal('message.delete'), conversationId, messageId: idSchema }),
  /** Watch from now on, and tell what came after `lastSeq`. `here`: a person has it before their eyes. */
  z.object({ type: z.literal('conversation.resume'), conversationId, lastSeq: seqSchema, here: z.boolean() }),
  z.object({ type: z.literal('conversation.leave'), conversationId }),
  z.object({ type: z.literal('conversation.here'), conversationId, here: z.boolean() }),
  z.object({ type: z.literal('conversation.read'), conversationId, seq: seqSchema }),
  z.object({ type: z.literal('conversation.typing'), conversationId }),
] as const;

/** The frames about conversations that the server sends. */
export const chatServerFrames = [
  /** Stored: it will not be lost. It comes once more among the messages, in its place. */
  z.object({
    type: z.literal('message.acknowledged'),
    conversationId,
    clientMessageId: z.string(),
    seq: seqSchema,
  }),
  /** In order and without a gap after what was sent before on this socket. */
  z.object({ type: z.literal('conversation.messages'), conversationId, messages: z.array(messageSchema) }),
  /** Too much was missed: forget what is known, these are the newest. */
  z.object({ type: z.literal('conversation.reset'), conversationId, messages: z.array(messageSchema) }),
  z.object({ type: z.literal('conversation.cursors'), conversationId, cursors: cursorsSchema }),
  /** The latest of those that were deleted: whoever has their words forgets them. */
  z.object({ type: z.literal('conversation.deleted'), conversationId, seqs: z.array(seqSchema) }),
  z.object({ type: z.literal('conversation.writing'), conversationId, writing: writingSchema }),
  z.object({ type: z.literal('conversation.present'), conversationId, userIds: z.array(z.string()) }),
  z.object({ type: z.literal('conversation.typing'), conversationId, userId: z.string() }),
  /** How many messages this person has not read, in all conversations. */
  z.object({ type: z.literal('inbox.changed'), unread: z.number().int() }),
  /** How many notices under their bell. */
  z.object({ type: z.literal('notices.changed'), unread: z.number().int() }),
] as const;

/** What travels between chat servers about one conversation. A hint: whoever misses it reads the store. */
export const conversationEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    message: messageSchema,
    /** Milliseconds by the clock of the server that published it. */
    publishedAt: z.number().optional(),
  }),
  z.object({ type: z.literal('cursors'), conversationId, cursors: cursorsSchema }),
  /** Messages were deleted, or one of the two blocked the other: the store knows. */
  z.object({ type: z.literal('changed'), conversationId }),
  z.object({ type: z.literal('presence'), conversationId }),
  z.object({
    type: z.literal('typing'),
    conversationId,
    userId: z.string(),
    /** The number of the newest message that they were shown: what they are writing will have a higher one. */
    after: seqSchema.optional(),
  }),
]);
export type ConversationEvent = z.infer<typeof conversationEventSchema>;
