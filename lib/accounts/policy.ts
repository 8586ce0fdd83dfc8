import type { Role } from './schema';

interface Person {
  id: string;
  role: Role;
}

/** Whoever has the machine has every right; what they do is written down all the same. */
export const operator = { id: null } as const;
export type Actor = Person | typeof operator;

const rank: Record<Role, number> = { member: 0, moderator: 1, administrator: 2 };

/**
 * Who may suspend whom, and lift it: those who moderate, and only people below them, so that nobody can shut out an
 * equal. Nobody does it to themselves.
 */
export function maySuspend(actor: Actor, subject: Person): boolean {
  if (actor.id === null) return true;
  return rank[actor.role] >= rank.moderator && rank[actor.role] > rank[subject.role];
}

/** Roles are given and taken where the machine is, and nowhere else: no stolen session can make an administrator. */
export function mayChangeRole(actor: Actor): boolean {
  return actor.id === null;
}
