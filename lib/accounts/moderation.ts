import { record } from '@/lib/audit/service';
import { AppError } from '@/lib/errors';
import { closeConversationsOf, reopenConversationsOf } from '@/lib/moderation/gone';
import { mysql } from '@/lib/platform/mysql';
import { type Actor, mayChangeRole, maySuspend } from './policy';
import * as repository from './repository';
import type { Role } from './schema';
import { announceEnd } from './sessions';

/**
 * Shuts somebody out at once, everywhere; nobody can write to them. Done again it finishes what had ended half way. Throws
 * account.not_found, auth.forbidden.
 */
export async function ban(actor: Actor, userId: string, reason: string): Promise<void> {
  const subject = await requireUser(userId);
  if (!maySuspend(actor, subject)) throw new AppError('auth.forbidden');
  if (!subject.bannedAt) {
    await mysql().transaction(async (tx) => {
      await repository.updateUser(userId, { bannedAt: new Date() }, tx);
      // A ban that is lifted later brings no old session back.
      await repository.countUpTokenVersion(userId, tx);
      await record(tx, { actorId: actor.id, action: 'account.ban', subjectId: userId, reason });
    });
  }
  await announceEnd(userId);
  await closeConversationsOf(userId, 'suspended');
}

/** Likewise. Throws account.not_found, auth.forbidden. */
export async function unban(actor: Actor, userId: string, reason: string): Promise<void> {
  const subject = await requireUser(userId);
  if (!maySuspend(actor, subject)) throw new AppError('auth.forbidden');
  if (subject.bannedAt) {
    await mysql().transaction(async (tx) => {
      await repository.updateUser(userId, { bannedAt: null }, tx);
      await record(tx, { actorId: actor.id, action: 'account.unban', subjectId: userId, reason });
    });
  }
  await reopenConversationsOf(userId);
}

/** Gives somebody another role; they sign in anew to have it. Throws account.not_found, auth.forbidden. */
export async function changeRole(actor: Actor, userId: string, role: Role): Promise<void> {
  const subject = await requireUser(userId);
  if (!mayChangeRole(actor)) throw new AppError('auth.forbidden');
  if (subject.role === role) return;
  await mysql().transaction(async (tx) => {
    await repository.updateUser(userId, { role }, tx);
    // A socket knows the role that it was opened with: with the version it ends, and so does every session.
    await repository.countUpTokenVersion(userId, tx);
    const reason = `${subject.role} → ${role}`;
    await record(tx, { actorId: actor.id, action: 'role.change', subjectId: userId, reason });
  });
  await announceEnd(userId);
}

export interface AccountSummary {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  banned: boolean;
}

/** Finds somebody by the address that their provider has verified. Throws account.not_found. */
export async function findByEmail(email: string): Promise<AccountSummary> {
  const row = await repository.findUserByEmail(email.trim().toLowerCase());
  if (!row) throw new AppError('account.not_found');
  return { id: row.id, name: row.name, email: row.email, role: row.role, banned: row.bannedAt !== null };
}

async function requireUser(id: string): Promise<repository.UserRow> {
  const row = await repository.findUser(id);
  if (!row) throw new AppError('account.not_found');
  return row;
}
