import { asc, eq } from 'drizzle-orm';
import { auditEntries } from '@/drizzle/schema/audit';
import { type Executor, mysql } from '@/lib/platform/mysql';

export type AuditRow = typeof auditEntries.$inferSelect;

export async function insertEntry(
  executor: Executor,
  entry: Omit<typeof auditEntries.$inferInsert, 'id' | 'createdAt'>,
): Promise<void> {
  await executor.insert(auditEntries).values(entry);
}

export async function findEntriesAbout(subjectId: string): Promise<AuditRow[]> {
  return mysql()
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, subjectId))
    .orderBy(asc(auditEntries.id));
}
