import { type Db, type Document, MongoClient, type Collection as MongoCollection } from 'mongodb';
import { env } from '@/lib/env';

let client: MongoClient | undefined;
/** Kept, since the client makes a new one, and reads its options again, whenever it is asked. */
let database: Db | undefined;

/** The database named in MONGODB_URL. Writes are acknowledged by a majority and journalled: acknowledged means kept. */
export function mongodb(): Db {
  client ??= createClient();
  database ??= client.db();
  return database;
}

function createClient(): MongoClient {
  const created = new MongoClient(env().MONGODB_URL, {
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 5000,
  });
  // One whose first connection failed never tries again: whoever asks next gets another.
  created.on('topologyClosed', () => {
    if (client === created) client = database = undefined;
  });
  return created;
}

export function collection<T extends Document>(name: string): MongoCollection<T> {
  return mongodb().collection<T>(name);
}

export async function closeMongodb(): Promise<void> {
  const closing = client;
  client = undefined;
  database = undefined;
  await closing?.close();
}
