import type { Executor } from '@/lib/platform/mysql';
import * as repository from './repository';

/** More than anybody films of one thing, and as much as a worker's disk is asked to hold at once. */
export const maxFilms = 6;

export interface Film {
  scanId: string;
  videoId: string;
}

/**
 * What a scan is made of: the first film, then those that joined it, its own last. Null when one of them has been
 * discarded since: what is left would make a model of a part, in the place of the whole.
 */
export async function filmsOf(scan: repository.ScanRow, executor?: Executor): Promise<Film[] | null> {
  const films: Film[] = [];
  let row: repository.ScanRow | undefined = scan;
  while (films.length < maxFilms) {
    if (!row?.videoId) return null;
    films.unshift({ scanId: row.id, videoId: row.videoId });
    if (row.joinsScanId === null) return films;
    row = await repository.findScan(row.joinsScanId, executor);
  }
  return null;
}
