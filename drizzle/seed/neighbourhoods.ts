import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importRegions } from '@/lib/regions/service';

/** Writes every neighbourhood of regions-kr.csv, over those that are there. */
export async function importNeighbourhoods(): Promise<void> {
  const file = join(import.meta.dirname, 'regions-kr.csv');
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  await importRegions(lines.map((line) => line.split(',')));
}
