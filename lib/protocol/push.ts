import { z } from 'zod';

/** What a browser's service worker is told, also while no page is open. One notification per conversation. */
export const pushMessageSchema = z.discriminatedUnion('type', [
  /** Replaces what was shown for the conversation before. */
  z.object({
    type: z.literal('message'),
    conversationId: z.string(),
    title: z.string(),
    body: z.string(),
    /** It was told of before, and is shown anew without a sound: what was told after it was taken back. */
    again: z.boolean().optional(),
  }),
  /** Read elsewhere: what is shown for the conversation goes away. */
  z.object({ type: z.literal('withdraw'), conversationId: z.string() }),
]);
export type PushMessage = z.infer<typeof pushMessageSchema>;
