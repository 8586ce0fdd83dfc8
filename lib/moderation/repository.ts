import { and, eq } from 'drizzle-orm';
import { reports } from '@/drizzle/schema/moderation';
import { collection } from '@/lib/platform/mongodb';
import { isDuplicate, mysql } from '@/lib/platform/mysql';

/** One person who wants to hear nothing of another. Beside the conversations, since every message asks for it. */
interface BlockDocument {
  /** See blockId: unique, and found without an index of its own. */
  _id: string;
  blockerId: string;
  blockedId: string;
  createdAt: Date;
}

const blocks = () => collection<BlockDocument>('blocks');

const blockId = (blockerId: string, blockedId: string) => `${blockerId}>${blockedId}`;

/** Harmless when it is there already. */
export async function insertBlock(blockerId: string, blockedId: string): Promise<void> {
  await blocks().updateOne(
    { _id: blockId(blockerId, blockedId) },
    { $setOnInsert: { blockerId, blockedId, createdAt: new Date() } },
    { upsert: true },
  );
}

export async function deleteBlock(blockerId: string, blockedId: string): Promise<void> {
  await blocks().deleteOne({ _id: blockId(blockerId, blockedId) });
}

/** Those of these directed pairs in which the first has blocked the second. */
export async function findBlocks(
  pairs: readonly (readonly [blockerId: string, blockedId: string])[],
): Promise<Pick<BlockDocument, 'blockerId' | 'blockedId'>[]> {
  if (pairs.length === 0) return [];
  return blocks()
    .find({ _id: { $in: pairs.map(([blockerId, blockedId]) => blockId(blockerId, blockedId)) } })
    .toArray();
}

type ReportRow = typeof reports.$inferSelect;

/** Told again by the same person about the same thing, the first one stays. */
export async function insertReport(row: typeof reports.$inferInsert): Promise<void> {
  try {
    await mysql().insert(reports).values(row);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

export async function hasReport(subject: ReportRow['subject'], subjectId: string): Promise<boolean> {
  const rows = await mysql()
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.subject, subject), eq(reports.subjectId, subjectId)))
    .limit(1);
  return rows.length > 0;
}
