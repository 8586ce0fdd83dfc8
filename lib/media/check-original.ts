import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@/lib/errors';
import { objectSize, openObject, readHead } from '@/lib/platform/object-storage';
import { asRule, maxPixels, openPhoto, tooManyPixels } from './encode-photo';
import { isHeic, looksLike, magicLength } from './magic-bytes';
import { probeVideo } from './probe-video';
import type { MediaRow } from './repository';
import { partBytes } from './schema';
import { inScratch } from './scratch';

/**
 * Looks at what has arrived: its size, what its first bytes say, its checksums, and what ffprobe finds in a video.
 * Throws the AppError of the rule that it breaks.
 * @param checksums SHA-256 of each part, as the sender read it
 */
export async function checkOriginal(
  original: Pick<MediaRow, 'kind' | 'bytes' | 'incomingKey'>,
  checksums: readonly string[] | undefined,
): Promise<void> {
  const { kind, bytes, incomingKey } = original;
  if ((await objectSize('incoming', incomingKey)) !== bytes) throw new AppError('media.incomplete');
  const head = await readHead('incoming', incomingKey, magicLength);
  if (!looksLike(kind, head)) {
    throw new AppError(kind === 'photo' ? 'media.not_an_image' : 'media.not_a_video');
  }
  if (kind === 'video') await checkVideo(incomingKey, checksums);
  else if (!isHeic(head)) await checkPhoto(incomingKey);
}

/** Reads the header alone: what lies behind it is decoded by the worker. HEIC is that one's matter as a whole. */
async function checkPhoto(key: string): Promise<void> {
  const photo = Buffer.concat(await (await openObject('incoming', key)).toArray());
  const { width, height } = await openPhoto(photo)
    .metadata()
    .catch((error: unknown) => {
      throw asRule(error);
    });
  if (width * height > maxPixels) throw tooManyPixels();
}

async function checkVideo(key: string, checksums: readonly string[] | undefined): Promise<void> {
  await inScratch(async (directory) => {
    // ffprobe needs to seek: phones write the index at the end of the file.
    const path = join(directory, 'video');
    const found = await fetchAndHash(key, path);
    if (checksums && checksums.join() !== found.join()) throw new AppError('media.damaged');
    await probeVideo(path);
  });
}

/** Writes the object to a file. Returns the SHA-256 of each part, in hex. */
async function fetchAndHash(key: string, path: string): Promise<string[]> {
  const digests: string[] = [];
  let hash = createHash('sha256');
  let room = partBytes;
  const close = () => {
    digests.push(hash.digest('hex'));
    hash = createHash('sha256');
    room = partBytes;
  };
  await pipeline(
    await openObject('incoming', key),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        let rest = chunk;
        while (rest.length >= room) {
          hash.update(rest.subarray(0, room));
          rest = rest.subarray(room);
          close();
        }
        hash.update(rest);
        room -= rest.length;
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  if (room < partBytes) close();
  return digests;
}
