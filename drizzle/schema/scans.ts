import { double, index, int, mysqlEnum, mysqlTable, text, varchar } from 'drizzle-orm/mysql-core';
import { scanStatuses } from '../../lib/protocol/scan-state';
import { createdAt, id, instant } from './columns';
import { listings } from './listings';
import { media } from './media';

export const scans = mysqlTable(
  'scans',
  {
    id: id('id').primaryKey(),
    listingId: id('listing_id')
      .notNull()
      .references(() => listings.id),
    /** Null for scans that the seed brings finished. */
    videoId: id('video_id').references(() => media.id),
    /** The scan whose film this one's video joins, and whose cameras it goes on from. */
    joinsScanId: id('joins_scan_id'),
    status: mysqlEnum('status', scanStatuses).notNull().default('queued'),
    /** Counts every change, so that a reader can tell the newer of two states. */
    version: int('version').notNull().default(1),
    /** Fences the workers: only the newest attempt may write, and it is part of the keys it publishes. */
    attempt: int('attempt').notNull().default(0),
    heartbeatAt: instant('heartbeat_at'),
    stage: varchar('stage', { length: 20 }),
    fraction: double('fraction').notNull().default(0),
    framesChosen: int('frames_chosen'),
    camerasSolved: int('cameras_solved'),
    /** Keys in the bucket `media`. */
    sparsePointsKey: varchar('sparse_points_key', { length: 200 }),
    modelKey: varchar('model_key', { length: 200 }),
    posterKey: varchar('poster_key', { length: 200 }),
    modelBytes: int('model_bytes'),
    /** The first level of detail; the bare shape while the scan is at work. */
    previewKey: varchar('preview_key', { length: 200 }),
    usdzKey: varchar('usdz_key', { length: 200 }),
    /** How many small pictures of the turning card lie beside the model: see package-files.ts. */
    turnCount: int('turn_count').notNull().default(0),
    /** JSON of scanVerdictSchema; text, because MariaDB reads JSON back as text. */
    verdict: text('verdict'),
    /** JSON of stageSecondsSchema: wall seconds of each stage, of a scan that one attempt did from end to end. */
    stageSeconds: text('stage_seconds'),
    failureReason: varchar('failure_reason', { length: 40 }),
    createdAt: createdAt(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('scans_listing').on(table.listingId, table.createdAt),
    index('scans_status').on(table.status, table.heartbeatAt),
  ],
);
