import { z } from 'zod';

/** Stages in the order in which a scan passes through them (design: section 5). */
export const scanStages = [
  'inspect',
  'frames',
  'cameras',
  'depth',
  'surface',
  'texture',
  'package',
  'publish',
] as const;
export const scanStageSchema = z.enum(scanStages);
export type ScanStage = z.infer<typeof scanStageSchema>;

/** Every way in which a scan can end without a model. Each has a sentence in messages/*.json under `scan.failure`. */
export const scanFailureReasons = [
  'unreadable',
  'too_short',
  'too_long',
  'too_blurry',
  'too_few_views',
  'no_parallax',
  'too_plain_or_shiny',
  'item_turned',
  'nothing_recognised',
  'engine_crashed',
  'out_of_space',
  'cancelled',
] as const;
export const scanFailureReasonSchema = z.enum(scanFailureReasons);
export type ScanFailureReason = z.infer<typeof scanFailureReasonSchema>;

/** What the scan saw, in the model's data and on the seller's page. Angles in degrees. */
export const scanVerdictSchema = z.object({
  framesChosen: z.number().int(),
  camerasSolved: z.number().int(),
  /** Share of the circle around the item that was filmed, 0 to 360. */
  coveredDegrees: z.number(),
  /** Sides of which no frame exists, seen from the front. */
  missingSides: z.array(z.enum(['front', 'left', 'back', 'right', 'top'])),
});
export type ScanVerdict = z.infer<typeof scanVerdictSchema>;

/**
 * One step of progress. `fraction` is 0 to 1 within the stage. The optional parts let the seller's page show the real
 * thing as it grows; each comes once, with the first event of the stage that made it.
 */
export const scanProgressSchema = z.object({
  stage: scanStageSchema,
  fraction: z.number().min(0).max(1),
  framesChosen: z.number().int().optional(),
  camerasSolved: z.number().int().optional(),
  /** Path (in the engine) or media URL (on the wire) of the sparse points: see worker/photogrammetry/README.md. */
  sparsePoints: z.string().optional(),
});
export type ScanProgress = z.infer<typeof scanProgressSchema>;
