import { z } from 'zod';
import { localeSchema } from '@/lib/accounts/schema';

export const notificationKinds = ['scan.done', 'scan.held', 'scan.failed', 'chat.message'] as const;
export const notificationKindSchema = z.enum(notificationKinds);
export type NotificationKind = z.infer<typeof notificationKindSchema>;

export interface NotificationDto {
  id: string;
  kind: NotificationKind;
  listingId: string;
  listingTitle: string;
  /** What a message is about: where it was written, and the name of who wrote it; empty where that is nobody's now. */
  chat?: { conversationId: string; name: string };
  createdAt: string;
  read: boolean;
}

/** What a browser's PushSubscription says of itself, and the language that its page is in. */
export const subscribeSchema = z.object({
  endpoint: z.url().max(1024),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{80,100}$/),
    auth: z.string().regex(/^[\w-]{16,32}$/),
  }),
  locale: localeSchema,
});
export type SubscribeInput = z.infer<typeof subscribeSchema>;
