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

/** Wall seconds that each stage took. */
export const stageSecondsSchema = z.partialRecord(scanStageSchema, z.number().nonnegative());

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

export const sides = ['front', 'left', 'back', 'right', 'top'] as const;

export const qualityGrades = ['good', 'fair', 'poor'] as const;

/** What keeps a model from being better. Each has words in messages/*.json under `scan.quality.reason`. */
export const qualityReasons = [
  'few_cameras',
  'blurry',
  'sides_missing',
  'weak_texture',
  'parts_missing',
  'dark',
  'shaky_cameras',
] as const;

export const scanQualitySchema = z.object({
  /** Estimated F-score at 1 % of the item's size: 0 to 1. */
  estimate: z.number().min(0).max(1),
  grade: z.enum(qualityGrades),
  reasons: z.array(z.enum(qualityReasons)),
});

/** Degrees around the item, from the front counter-clockwise seen from above: 0 front, 90 right, 180 back, 270 left. */
const azimuthSchema = z.number();

/** One height at which the camera went round the item. */
export const scanRingSchema = z.object({
  elevationDegrees: z.number().min(-90).max(90),
  coveredDegrees: z.number().min(0).max(360),
  /** Arcs that nobody filmed at this height; one that crosses the front has `fromDegrees` above `toDegrees`. */
  gaps: z.array(z.object({ fromDegrees: azimuthSchema, toDegrees: azimuthSchema })),
});

/** One chosen frame, as a thumbnail and the direction it was filmed from. Directions mean nothing when not solved. */
export const scanFrameSchema = z.object({
  /** Within the package and, once published, within the attempt's folder. */
  file: z.string().regex(/^(?:[\w-]{22}\/)?frames\/\d{3,4}\.webp$/),
  azimuthDegrees: azimuthSchema,
  elevationDegrees: z.number(),
  solved: z.boolean(),
  /** The best that was filmed from there, and still not good. */
  weak: z.boolean(),
});

/**
 * What the scan saw, in the model's data and on the seller's page. Angles in degrees. Scans from before a part was
 * measured leave it out.
 */
export const scanVerdictSchema = z.object({
  framesChosen: z.number().int(),
  camerasSolved: z.number().int(),
  /** Share of the circle around the item that was filmed, 0 to 360. */
  coveredDegrees: z.number(),
  /** Sides of which no frame exists, seen from the front. */
  missingSides: z.array(z.enum(sides)),
  rings: z.array(scanRingSchema).optional(),
  quality: scanQualitySchema.optional(),
  frames: z.array(scanFrameSchema).max(400).optional(),
  /** Only a ruler would tell: the model's size is a ratio. */
  scale: z.literal('unknown').optional(),
  /** The item turned before a still camera, and no clip can join its film. */
  turned: z.literal(true).optional(),
});
export type ScanVerdict = z.infer<typeof scanVerdictSchema>;

/** A verdict on a page: its frames with the addresses of their pictures. */
export interface ScanReportDto extends ScanVerdict {
  frames: (z.infer<typeof scanFrameSchema> & { url: string })[];
}

/**
 * One step of progress. `fraction` is 0 to 1 within the stage. The optional parts let the seller's page show the real
 * thing as it grows; each comes once, with the first event of the stage that made it.
 */
export const scanProgressSchema = z.object({
  stage: scanStageSchema,
  fraction: z.number().min(0).max(1),
  framesChosen: z.number().int().optional(),
  camerasSolved: z.number().int().optional(),
  /** Path of the first cameras' points, as below; it may soon be gone. */
  firstPoints: z.string().optional(),
  /** Path of the sparse points: see worker/photogrammetry/README.md. */
  sparsePoints: z.string().optional(),
  /** Path of the bare shape, as GLB, that the seller turns until the model is done. */
  roughModel: z.string().optional(),
});
export type ScanProgress = z.infer<typeof scanProgressSchema>;
