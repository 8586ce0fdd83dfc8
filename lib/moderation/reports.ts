import type { Viewer } from '@/lib/accounts/schema';
import { requireMember } from '@/lib/chat/membership';
import { findInConversation } from '@/lib/chat/messages';
import { otherOf } from '@/lib/chat/policy';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { limitRate } from '@/lib/platform/rate-limit';
import * as repository from './repository';
import { type ReportInput, reportSchema } from './schema';

/**
 * Keeps what somebody tells about the other of a conversation, or about one message of theirs, for whoever decides on
 * it. Told again, it is the same report, open anew where it was decided. The accused learns nothing of it. Throws
 * conversation.not_found, message.not_found (one's own and deleted ones, too), rate.limited.
 */
export async function report(viewer: Viewer, input: ReportInput): Promise<void> {
  const { conversationId, messageId, reason, note } = parseInput(reportSchema, input);
  const { conversation } = await requireMember(viewer.id, conversationId);
  const accusedId = otherOf(viewer.id, conversation);
  const message = messageId === undefined ? null : await findInConversation(conversationId, messageId);
  if (messageId !== undefined && (message?.senderId !== accusedId || message.content.kind === 'deleted'))
    throw new AppError('message.not_found');
  await limitRate('report', viewer.id, 20, 3600);
  await repository.saveReport({
    id: newId('rpt'),
    reporterId: viewer.id,
    accusedId,
    subject: message ? 'message' : 'person',
    subjectId: message?.id ?? accusedId,
    conversationId,
    reason,
    note,
    evidence: message && JSON.stringify(message),
  });
}
