import { type Condition, publishableSchema } from '@/lib/listings/schema';
import type { RegionDto } from '@/lib/regions/schema';

/** What the seller has written so far. */
export interface Words {
  title: string;
  description: string;
  priceWon: number | null;
  condition: Condition | null;
  region: RegionDto | null;
}

const requiredFields = ['photos', 'title', 'priceWon', 'condition', 'regionCode'] as const;
export type RequiredField = (typeof requiredFields)[number];

/** What still stands between a draft and the others seeing it, in the order of the page. */
export function missingFields(words: Words, hasPicture: boolean): RequiredField[] {
  const checked = publishableSchema.safeParse({ ...words, regionCode: words.region?.code });
  const faults = new Set<unknown>(checked.error?.issues.map((issue) => issue.path[0]) ?? []);
  if (!hasPicture) faults.add('photos');
  return requiredFields.filter((field) => faults.has(field));
}
