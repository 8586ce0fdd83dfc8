import { z } from 'zod';
import type { PersonDto } from '@/lib/accounts/schema';
import type { ListingCardDto } from '@/lib/listings/schema';
import {
  type Content,
  type Cursors,
  clientMessageIdSchema,
  type Message,
  sendableSchema,
} from '@/lib/protocol/chat';

export const sendMessageSchema = z.object({
  conversationId: z.string().max(64),
  clientMessageId: clientMessageIdSchema,
  content: sendableSchema,
});
export type SendMessageInput = z.infer<typeof sendMessageSchema>;

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
}

/** A conversation as its page opens. */
export interface ThreadDto extends Omit<ConversationDto, 'last'> {
  cursors: Cursors;
  messages: Message[];
}
