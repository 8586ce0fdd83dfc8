import { and, eq, ne } from 'drizzle-orm';
import { reports } from '@/drizzle/schema/moderation';
import { collection } from '@/lib/platform/mongodb';
import { isDuplicate, mysql } from '@/lib/platform/mysql';

/**
 * One person who wants to hear nothing of another; or one who can hear of nobody any more, as if they had blocked
 * everybody. Beside the conversations, which are looked up with it.
 */
interface BlockDocument {
  /** See blockId, or the person's own id where they are gone: unique, and found without an index of its own. */
  _id: string;
  blockerId: string;
  /** Absent: everybody. */
  blockedId?: string;
  gone?: Gone;
  createdAt: Date;
}

const blocksName = 'blocks';
const blocks = () => collection<BlockDocument>(blocksName);

const blockId = (blockerId: string, blockedId: string) => `${blockerId}>${blockedId}`;

/** Whom a person has blocked: by the beginning of their ids. */
const blockedBy = (blockerId: string) => ({
  _id: { $gte: blockId(blockerId, ''), $lt: blockId(blockerId, '\uffff') },
});

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

/** Whom somebody has blocked is nobody's any more. */
export async function deleteBlocksBy(blockerId: string): Promise<void> {
  await blocks().deleteMany(blockedBy(blockerId));
}

/** Why somebody can be written to by nobody. */
export type Gone = 'left' | 'suspended';

/** Harmless when they are there already. */
export async function insertGone(people: readonly { userId: string; gone: Gone }[]): Promise<void> {
  if (people.length === 0) return;
  const createdAt = new Date();
  await blocks().bulkWrite(
    people.map(({ userId, gone }) => ({
      updateOne: {
        filter: { _id: userId },
        update: { $set: { blockerId: userId, gone }, $setOnInsert: { createdAt } },
        upsert: true,
      },
    })),
  );
}

export async function deleteGone(userId: string): Promise<void> {
  await blocks().deleteOne({ _id: userId });
}

export type Block = Pick<BlockDocument, 'blockerId' | 'gone'>;

/** The same as blockId, in the language of an aggregation. */
const blockIdOf = (blocker: string, blocked: string) => ({ $concat: [`$${blocker}`, '>', `$${blocked}`] });

/**
 * Stages of an aggregation over what has a buyer and a seller: each gets `blocks`, those that keep the two apart. Read in
 * one command with it, since every message asks for it.
 */
export const lookUpBlocks = [
  {
    $set: {
      blocks: [blockIdOf('buyerId', 'sellerId'), blockIdOf('sellerId', 'buyerId'), '$buyerId', '$sellerId'],
    },
  },
  { $lookup: { from: blocksName, localField: 'blocks', foreignField: '_id', as: 'blocks' } },
];

/**
 * A step of a bulk write that fails where something keeps the two apart, and does nothing elsewhere: a number cannot be
 * added to a name. What comes after it in order is written only where nothing does, without being asked first.
 */
export const failWhereBlocked = (a: string, b: string) =>
  ({
    name: 'updateOne',
    namespace: blocks().namespace,
    filter: { _id: { $in: [blockId(a, b), blockId(b, a), a, b] } },
    update: { $inc: { blockerId: 1 } },
  }) as const;
/** How it fails: TypeMismatch. */
export const blockedCode = 14;

export async function findBlocksBy(blockerId: string) {
  return blocks().find<BlockDocument & { blockedId: string }>(blockedBy(blockerId)).toArray();
}

type ReportRow = typeof reports.$inferSelect;

/** Told again by the same person about the same thing, an open one stays as it is, and a decided one is open again. */
export async function saveReport(row: typeof reports.$inferInsert): Promise<void> {
  const { reason, note, evidence } = row;
  try {
    await mysql().insert(reports).values(row);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await mysql()
      .update(reports)
      .set({ status: 'open', reason, note, evidence })
      .where(
        and(
          eq(reports.reporterId, row.reporterId),
          eq(reports.subject, row.subject),
          eq(reports.subjectId, row.subjectId),
          ne(reports.status, 'open'),
        ),
      );
  }
}

export async function hasOpenReport(subject: ReportRow['subject'], subjectId: string): Promise<boolean> {
  const rows = await mysql()
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.subject, subject), eq(reports.subjectId, subjectId), eq(reports.status, 'open')))
    .limit(1);
  return rows.length > 0;
}

/** Without what has become of them. */
export async function findReportsBy(reporterId: string) {
  const { subject, subjectId, conversationId, reason, note, createdAt } = reports;
  return mysql()
    .select({ subject, subjectId, conversationId, reason, note, createdAt })
    .from(reports)
    .where(eq(reports.reporterId, reporterId))
    .orderBy(createdAt);
}
