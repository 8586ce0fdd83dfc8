import type { OwnFile } from '@/lib/accounts/own-file';
import { mediaFilesOfListing } from '@/lib/media/own-data';
import { modelFiles } from '@/lib/scans/own-data';
import * as repository from './repository';

const pageSize = 100;

/** Every listing of a person in any state: its words, then its pictures, videos and models. */
export async function* listingFiles(sellerId: string): AsyncGenerator<OwnFile> {
  for (let after = ''; ; ) {
    const rows = await repository.findPageOfSeller(sellerId, after, pageSize);
    for (const row of rows) yield* filesOf(row);
    const last = rows.length < pageSize ? undefined : rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

async function* filesOf({ sellerId: _, ...words }: repository.ListingRow): AsyncGenerator<OwnFile> {
  const folder = `listings/${words.id}`;
  const inFolder = (file: OwnFile): OwnFile => ({ ...file, path: `${folder}/${file.path}` });
  const files = [...(await mediaFilesOfListing(words.id)), ...(await modelFiles(words.id))];
  yield inFolder({ path: 'listing.json', at: words.createdAt, json: words });
  yield* files.map(inFolder);
}
