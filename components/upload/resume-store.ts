import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** What is remembered of a video on its way, for going on after the page has gone. */
export interface Resumable {
  mediaId: string;
  listingId: string;
  fingerprint: string;
  name: string;
  bytes: number;
  /** Absent in what was remembered before clips could join. */
  joins?: boolean;
  /** SHA-256 of the parts that were sent, by part number. */
  checksums: Record<number, string>;
}

interface Schema extends DBSchema {
  videos: { key: string; value: Resumable; indexes: { listing: string } };
}

let opening: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('bitmarket-uploads', 1, {
    upgrade(db) {
      db.createObjectStore('videos', { keyPath: 'mediaId' }).createIndex('listing', 'listingId');
    },
  });
  return opening;
}

/** Where a browser keeps nothing, an upload works all the same and only cannot be resumed. */
async function orNothing<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work(await database());
  } catch {
    return nothing;
  }
}

export const remember = (video: Resumable): Promise<void> =>
  orNothing(async (db) => void (await db.put('videos', video)), undefined);

export const forget = (mediaId: string): Promise<void> =>
  orNothing((db) => db.delete('videos', mediaId), undefined);

export const rememberedOf = (listingId: string): Promise<Resumable[]> =>
  orNothing((db) => db.getAllFromIndex('videos', 'listing', listingId), []);

export const forgetUploads = (): Promise<void> => orNothing((db) => db.clear('videos'), undefined);
