'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import type { RegionDto } from '@/lib/regions/schema';
import { searchRegions } from '@/lib/regions/service';

export async function findRegions(query: string): Promise<Outcome<RegionDto[]>> {
  return outcomeOf(async () => {
    await requireViewer();
    return searchRegions(query.slice(0, 60), 8);
  });
}
