import { AppError } from '@/lib/errors';
import { roleOf } from './policy';
import * as repository from './repository';
import type { Role } from './schema';

/** @typeParam C less where the conversation was read with many others */
export interface Membership<C = repository.ReadConversation> {
  conversation: C;
  role: Role;
}

/** Throws conversation.not_found, for a stranger's conversation as for one that does not exist. */
export async function requireMember(userId: string, conversationId: string): Promise<Membership> {
  const conversation = await repository.findConversation(conversationId);
  const role = conversation && roleOf(userId, conversation);
  if (!conversation || !role) throw new AppError('conversation.not_found');
  return { conversation, role };
}

/** The same, where nothing keeps the two from writing to each other. Throws conversation.closed, too. */
export async function requireOpen(userId: string, conversationId: string): Promise<Membership> {
  const membership = await requireMember(userId, conversationId);
  if (membership.conversation.blocks.length > 0) throw new AppError('conversation.closed');
  return membership;
}
