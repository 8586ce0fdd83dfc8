import { z } from 'zod';
import type { PersonDto } from '@/lib/accounts/schema';
import type { OriginalDto, PhotoDto } from '@/lib/media/schema';
import type { ScanState } from '@/lib/protocol/scan-state';
import { isVisible } from '@/lib/protocol/visible';
import type { RegionDto } from '@/lib/regions/schema';
import { regionCodeSchema } from '@/lib/regions/schema';
import type { ScanReportDto } from '@/lib/scans/schema';

export const listingStatuses = ['draft', 'active', 'reserved', 'sold', 'deleted'] as const;
export type ListingStatus = (typeof listingStatuses)[number];

export const conditions = ['new', 'like_new', 'good', 'worn'] as const;
export const conditionSchema = z.enum(conditions);
export type Condition = z.infer<typeof conditionSchema>;

export const maxPriceWon = 1_000_000_000;

const fields = {
  title: z.string().trim().min(2).max(60).refine(isVisible),
  description: z.string().trim().max(4000),
  priceWon: z.number().int().min(0).max(maxPriceWon),
  condition: conditionSchema,
  regionCode: regionCodeSchema,
};

/** What a draft may hold while it is being written: anything that is not too long. */
export const saveDraftSchema = z
  .object({
    ...fields,
    title: z.string().max(60),
    description: z.string().max(4000),
    priceWon: fields.priceWon.nullable(),
  })
  .partial();
export type SaveDraftInput = z.infer<typeof saveDraftSchema>;

/** What must be there before others see it. */
export const publishableSchema = z.object(fields);

/** Shown in lists. `turns` marks a listing with a model. */
export interface ListingCardDto {
  id: string;
  title: string;
  priceWon: number;
  status: ListingStatus;
  region: RegionDto | null;
  createdAt: string;
  pictureUrl: string | null;
  turns: boolean;
  /** Small pictures of the model from all around, in order; empty where there are none. */
  turnUrls: string[];
}

export interface ListingDto {
  id: string;
  status: ListingStatus;
  title: string;
  description: string;
  priceWon: number | null;
  condition: Condition | null;
  region: RegionDto | null;
  createdAt: string;
  seller: PersonDto;
  photos: PhotoDto[];
  /** For others the model that was published last; for the seller the newest scan in every state. */
  scan: ScanState | null;
  /** What that scan saw, once it has a model; the frames for the seller alone. */
  scanReport: ScanReportDto | null;
  /** For the seller: a newer one that failed, while `scan` is the model that was there before. */
  failedScan: ScanState | null;
  /** What others see, for everyone: it stays while the seller has a newer scan made. */
  shownScan: ScanState | null;
  /** For the seller alone: the private video that was kept. */
  original: OriginalDto | null;
  mine: boolean;
}

export interface ListingPage {
  items: ListingCardDto[];
  nextCursor: string | null;
}
