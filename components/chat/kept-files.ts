import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Failure } from '@/components/outcome';

/** A photo that has not reached the server yet, under the name that its message will have. */
export interface KeptFile {
  clientMessageId: string;
  /** Whose, and in which conversation. */
  place: string;
  file: File;
  /** Its place among them: they are sent in the order in which they were chosen. */
  chosen: number;
  /** Why it will not be tried again by itself. Absent: it will. */
  failure?: Failure | null;
}

interface Schema extends DBSchema {
  photos: { key: string; value: KeptFile; indexes: { place: string } };
}

export const placeOf = (viewerId: string, conversationId: string) => `${viewerId}:${conversationId}`;

let opening: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('bitmarket-chat', 1, {
    upgrade(db) {
      db.createObjectStore('photos', { keyPath: 'clientMessageId' }).createIndex('place', 'place');
    },
  });
  return opening;
}

/** Where a browser keeps nothing, a photo lives as long as its tab. */
async function orNothing<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work(await database());
  } catch {
    return nothing;
  }
}

export const keepFile = (kept: KeptFile): Promise<void> =>
  orNothing(async (db) => void (await db.put('photos', kept)), undefined);

export const forgetFile = (clientMessageId: string): Promise<void> =>
  orNothing((db) => db.delete('photos', clientMessageId), undefined);

export const forgetFiles = (): Promise<void> => orNothing((db) => db.clear('photos'), undefined);

/** In the order in which they were chosen. */
export const filesOf = (viewerId: string, conversationId: string): Promise<KeptFile[]> =>
  orNothing(async (db) => {
    const files = await db.getAllFromIndex('photos', 'place', placeOf(viewerId, conversationId));
    return files.sort((a, b) => a.chosen - b.chosen);
  }, []);

/** The conversations in which a person has some. */
export const conversationsWithFiles = (viewerId: string): Promise<string[]> =>
  orNothing(async (db) => {
    const own = placeOf(viewerId, '');
    const files = await db.getAllFromIndex('photos', 'place', IDBKeyRange.bound(own, `${own}\uffff`));
    return files.map(({ place }) => place.slice(own.length));
  }, []);
