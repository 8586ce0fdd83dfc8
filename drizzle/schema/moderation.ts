import { index, mysqlEnum, mysqlTable, text, uniqueIndex, varchar } from 'drizzle-orm/mysql-core';
import { maxNoteLength, reportReasons, reportStatuses, reportSubjects } from '../../lib/moderation/schema';
import { createdAt, id } from './columns';

/**
 * What people have told about others, for whoever decides on it. It names people by id without pointing at their rows:
 * an account that is deleted takes no report along.
 */
export const reports = mysqlTable(
  'reports',
  {
    id: id('id').primaryKey(),
    reporterId: id('reporter_id').notNull(),
    /** Whose deed it was. */
    accusedId: id('accused_id').notNull(),
    subject: mysqlEnum('subject', reportSubjects).notNull(),
    /** The message or the person. */
    subjectId: id('subject_id').notNull(),
    conversationId: id('conversation_id').notNull(),
    reason: mysqlEnum('reason', reportReasons).notNull(),
    note: varchar('note', { length: maxNoteLength }).notNull(),
    /** JSON: the message as it was when it was reported, since its sender may delete it. Null for a person. */
    evidence: text('evidence'),
    status: mysqlEnum('status', reportStatuses).notNull().default('open'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('reports_once').on(table.reporterId, table.subject, table.subjectId),
    index('reports_subject').on(table.subject, table.subjectId),
    index('reports_queue').on(table.status, table.createdAt),
    index('reports_accused').on(table.accusedId, table.createdAt),
  ],
);
