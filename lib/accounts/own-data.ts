import { Readable } from 'node:stream';
import { makeZip } from 'client-zip';
import { messageFiles } from '@/lib/chat/own-data';
import { AppError } from '@/lib/errors';
import { listingFiles } from '@/lib/listings/own-data';
import { portraitFiles } from '@/lib/media/own-data';
import { moderationFiles } from '@/lib/moderation/own-data';
import { openObjectIfThere } from '@/lib/platform/object-storage';
import { limitRate } from '@/lib/platform/rate-limit';
import { seoulDay } from '@/lib/platform/seoul-day';
import type { OwnFile } from './own-file';
import { getProfile } from './profile';
import * as repository from './repository';
import type { Viewer } from './schema';

const perDay = 5;

/** What the zip of today is called. */
export const ownDataName = (): string => `bitmarket-${seoulDay(new Date())}.zip`;

/**
 * Everything that is kept of a person as one zip, written while it is read: at no time is more of it in memory than a
 * few pieces of one file. Whoever stops reading ends it. Throws account.download_limit.
 */
export async function openOwnData(viewer: Viewer): Promise<ReadableStream<Uint8Array>> {
  try {
    await limitRate('own-data', viewer.id, perDay, 24 * 3600);
  } catch (error) {
    throw error instanceof AppError ? new AppError('account.download_limit') : error;
  }
  const source = entries(viewer);
  return makeZip({
    [Symbol.asyncIterator]: () => ({
      next: () => source.next(),
      // When its reader stops, client-zip throws the reason in here and takes what comes back for a failure.
      throw: () => source.return(),
    }),
  });
}

async function* entries(viewer: Viewer) {
  for await (const file of ownFiles(viewer)) {
    const input = await open(file);
    // What was deleted since it was named is left out.
    if (input === null) continue;
    try {
      yield { name: file.path, lastModified: file.at, input };
    } finally {
      // Whoever stops reading would leave a connection to a store behind.
      if (typeof input !== 'string') await close(input);
    }
  }
}

async function* ownFiles(viewer: Viewer): AsyncGenerator<OwnFile> {
  yield await profileFile(viewer);
  yield* await portraitFiles(viewer.id);
  yield* messageFiles(viewer.id);
  yield* await moderationFiles(viewer.id);
  yield* listingFiles(viewer.id);
}

async function profileFile(viewer: Viewer): Promise<OwnFile> {
  const row = await repository.findUser(viewer.id);
  if (!row) throw new AppError('account.not_found');
  const { id, name, email, issuer, subject, locale, role, createdAt } = row;
  const { regions } = await getProfile(viewer);
  const json = { id, name, email, issuer, subject, locale, role, createdAt, regions };
  return { path: 'profile.json', at: createdAt, json };
}

async function close(input: Readable | AsyncGenerator<string>): Promise<void> {
  if (input instanceof Readable) input.destroy();
  else await input.return(undefined);
}

function open(file: OwnFile): Promise<Readable | null> | string | AsyncGenerator<string> {
  if ('json' in file) return JSON.stringify(file.json, null, 2);
  return 'list' in file ? asArray(file.list) : openObjectIfThere(file.bucket, file.key);
}

async function* asArray(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const item of items) {
    yield before + JSON.stringify(item);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
