import { z } from 'zod';
import { publishableSchema } from '@/lib/listings/schema';
import { scanVerdictSchema } from '@/lib/scans/schema';

export const seedPeopleSchema = z.array(z.object({ id: z.string(), name: z.string() }));

const seedListingSchema = publishableSchema.extend({
  seller: z.string(),
  hoursAgo: z.number(),
  pictures: z.array(z.string()).min(1),
  model: z.string().optional(),
});
export type SeedListing = z.infer<typeof seedListingSchema>;
export const seedListingsSchema = z.array(seedListingSchema);

/** What a scan left beside its model. */
export const seedModelSchema = z.object({ verdict: scanVerdictSchema });
