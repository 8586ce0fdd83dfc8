'use server';

import { z } from 'zod';
import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { parseInput } from '@/lib/parse';
import type { RegionDto } from '@/lib/regions/schema';
import { searchRegions } from '@/lib/regions/service';

export async function findRegions(query: string): Promise<Outcome<RegionDto[]>> {
  return outcomeOf(async () => {
    await requireViewer();
    return searchRegions(parseInput(z.string(), query), 8);
  });
}
