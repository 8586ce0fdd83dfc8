import { z } from 'zod';
import type { PersonDto } from '@/lib/accounts/schema';
import type { ListingCardDto } from '@/lib/listings/schema';
import {
  type Content,
  type Cursors,
  clientMessageIdSchema,
  type Message,
  sendableSchema,
  type Writing,
} from '@/lib/protocol/chat';
import { idSchema } from '@/lib/protocol/ids';

export const sendMessageSchema = z.object({
  conversationId: idSchema,
  clientMessageId: clientMessageIdSchema,
  content: sendableSchema,
});
export type SendMessageInput = z.infer<typeof sendMessageSchema>;

/** Where a person keeps a conversation: `left` is nowhere, until somebody writes. */
export const places = ['inbox', 'archived', 'left'] as const;
export type Place = (typeof places)[number];

/** What a person changes about a conversation for themselves; what is absent stays. */
export const arrangeSchema = z.object({ muted: z.boolean().optional(), place: z.enum(places).optional() });
export type ArrangeInput = z.infer<typeof arrangeSchema>;

export const maxQueryLength = 50;
export const searchSchema = z.string().trim().min(1).max(maxQueryLength);

/** How many messages one page of a conversation holds. */
export const pageSize = 50;

export type Role = 'buyer' | 'seller';

/** One line of the inbox. */
export interface ConversationDto {
  id: string;
  role: Role;
  other: PersonDto;
  /** Null once the listing is gone for good. */
  listing: ListingCardDto | null;
  last: { senderId: string; content: Content; sentAt: string } | null;
  unread: number;
  muted: boolean;
  archived: boolean;
}

/** A conversation that was searched for, with the newest message that has the words; null where its name has them. */
export interface FoundDto extends ConversationDto {
  message: Message | null;
}

/** A conversation as its page opens. */
export interface ThreadDto extends Omit<ConversationDto, 'last'> {
  /** Without the other's where the two are kept apart. */
  cursors: Cursors;
  writing: Writing;
  /** When the other had a conversation before their eyes last; null where that is not known. */
  otherSeenAt: string | null;
  messages: Message[];
}
