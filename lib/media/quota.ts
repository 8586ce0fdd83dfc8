import { AppError } from '@/lib/errors';
import type { Transaction } from '@/lib/platform/mysql';
import { seoulDay } from '@/lib/platform/seoul-day';
import * as repository from './repository';
import { type MediaKind, uploadRules } from './schema';

/**
 * Takes one file out of what a person may upload in a day. Counted when an upload begins and never given back, so that
 * uploading and deleting in turn is limited too. Throws media.daily_limit, and the transaction takes the count back.
 */
export async function takeFromQuota(
  tx: Transaction,
  use: { ownerId: string; kind: MediaKind; bytes: number },
  now = new Date(),
): Promise<void> {
  const sum = await repository.countUsage(tx, { ...use, day: seoulDay(now) });
  const { files, bytes } = uploadRules[use.kind].perDay;
  if (sum.files > files || sum.bytes > bytes)
    throw new AppError('media.daily_limit', { files, gigabytes: bytes / 1e9 });
}
