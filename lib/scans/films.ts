import type { Executor } from '@/lib/platform/mysql';
import * as repository from './repository';

/** Far more than anybody films of one thing. */
const maxFilms = 10;

export interface Film {
  scanId: string;
  videoId: string;
}

/** What a scan is made of: the first film, then those that joined it, its own last. */
export async function filmsOf(scan: repository.ScanRow, executor?: Executor): Promise<Film[]> {
  const films: Film[] = [];
  for (let row: repository.ScanRow | undefined = scan; row?.videoId && films.length < maxFilms; ) {
    films.unshift({ scanId: row.id, videoId: row.videoId });
    row = row.joinsScanId === null ? undefined : await repository.findScan(row.joinsScanId, executor);
  }
  return films;
}
