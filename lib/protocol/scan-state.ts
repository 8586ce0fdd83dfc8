import { z } from 'zod';

/** `held`: there is a model, so poor that its seller decides first whether anyone else sees it. */
export const scanStatuses = ['queued', 'running', 'held', 'done', 'failed'] as const;
type ScanStatus = (typeof scanStatuses)[number];

/** Those of a scan of which more is to come. */
export const statusesAtWork = ['queued', 'running'] as const satisfies readonly ScanStatus[];

export const isAtWork = (status: ScanStatus): status is (typeof statusesAtWork)[number] =>
  (statusesAtWork as readonly ScanStatus[]).includes(status);

/**
 * What the seller's page knows of a scan. The same shape travels in the page's first data, over Pub/Sub and over the
 * socket, so that the last one received is always the whole truth.
 */
export const scanStateSchema = z.object({
  scanId: z.string(),
  listingId: z.string(),
  status: z.enum(scanStatuses),
  /** Counts up with every change; an older state that arrives late is dropped. */
  version: z.number().int(),
  stage: z.string().nullable(),
  fraction: z.number(),
  framesChosen: z.number().int().nullable(),
  camerasSolved: z.number().int().nullable(),
  sparsePointsUrl: z.string().nullable(),
  modelUrl: z.string().nullable(),
  modelBytes: z.number().int().nullable(),
  posterUrl: z.string().nullable(),
  /** A first level of under 80 KB, shown while the model is on its way; its bare shape while the scan is at work. */
  previewUrl: z.string().nullable().default(null),
  /** The model as USDZ, for Quick Look. */
  usdzUrl: z.string().nullable().default(null),
  failureReason: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  /** While it waits: how many come before it. */
  scansAhead: z.number().int().nullable().default(null),
  /** Until it is done, by what the latest scans took; null while none was measured. */
  remainingSeconds: z.number().int().nullable().default(null),
});
export type ScanState = z.infer<typeof scanStateSchema>;
