import type { Executor } from '@/lib/platform/mysql';
import * as repository from './repository';

export type AuditAction = 'account.ban' | 'account.unban' | 'role.change';

export interface AuditEntry {
  /** Null: whoever runs the site, from the command line. */
  actorId: string | null;
  action: AuditAction;
  subjectId: string;
  reason: string;
}

/** Writes what is done in the transaction that does it: neither stands without the other. */
export async function record(executor: Executor, entry: AuditEntry): Promise<void> {
  await repository.insertEntry(executor, entry);
}

/** Everything that was done to a person, oldest first. Who did it is left out: that is not theirs to know. */
export async function entriesAbout(subjectId: string) {
  const rows = await repository.findEntriesAbout(subjectId);
  return rows.map(({ action, reason, createdAt }) => ({
    action,
    reason,
    createdAt: createdAt.toISOString(),
  }));
}
