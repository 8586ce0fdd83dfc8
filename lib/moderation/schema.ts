import { z } from 'zod';
import { idSchema } from '@/lib/protocol/ids';

export const reportSubjects = ['message', 'person'] as const;
export const reportReasons = ['fraud', 'abuse', 'spam', 'forbidden_item', 'personal_data', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

export const maxNoteLength = 500;

export const reportSchema = z.object({
  conversationId: idSchema,
  /** Absent: the person is reported, and not one message of theirs. */
  messageId: idSchema.optional(),
  reason: z.enum(reportReasons),
  note: z.string().trim().max(maxNoteLength).default(''),
});
export type ReportInput = z.input<typeof reportSchema>;

export const reportStatuses = ['open', 'upheld', 'dismissed'] as const;
