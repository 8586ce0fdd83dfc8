import { z } from 'zod';

export const scanStatuses = ['queued', 'running', 'done', 'failed'] as const;

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
  failureReason: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
});
export type ScanState = z.infer<typeof scanStateSchema>;
