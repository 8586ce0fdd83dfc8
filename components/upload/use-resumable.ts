import { useCallback, useEffect, useState } from 'react';
import { settle } from '@/components/outcome';
import { bytesOfPart, type MediaFailure } from '@/lib/media/schema';
import { forget, rememberedOf } from './resume-store';
import { someoneSends } from './turn';
import type { UploadApi } from './upload-api';

/** A video that an earlier page or window has begun to send for this listing. */
export type Unfinished =
  | { state: 'resumable'; mediaId: string; name: string; bytes: number; sentBytes: number; joins: boolean }
  | { state: 'elsewhere'; name: string }
  | { state: 'refused'; name: string; failure: MediaFailure };

const everyMs = 3000;

/**
 * Looks for what this browser remembers, and asks the server how much of it is there.
 * @param watching false while this window sends itself
 * @param onDone called when another window has finished it
 */
export function useResumable(
  listingId: string,
  api: UploadApi,
  watching: boolean,
  onDone: () => void,
): [Unfinished | null, (mediaId: string) => void] {
  const [unfinished, setUnfinished] = useState<Unfinished | null>(null);

  useEffect(() => {
    if (!watching) return setUnfinished(null);
    let wasElsewhere = false;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const found = await findUnfinished(listingId, api);
      if (gone) return;
      if (wasElsewhere && !found) onDone();
      wasElsewhere = found?.state === 'elsewhere';
      setUnfinished(found);
      // Only another window changes it, and only while one sends.
      if (wasElsewhere) timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [listingId, api, watching, onDone]);

  const dismiss = useCallback((mediaId: string) => {
    setUnfinished(null);
    void forget(mediaId);
  }, []);
  return [unfinished, dismiss];
}

async function findUnfinished(listingId: string, api: UploadApi): Promise<Unfinished | null> {
  const video = (await rememberedOf(listingId)).at(-1);
  if (!video) return null;
  const { mediaId, name, bytes, joins = false } = video;
  if (await someoneSends(listingId)) return { state: 'elsewhere', name };
  const progress = await settle(api.progress(mediaId));
  if (!progress.ok) {
    if (progress.error.code === 'media.not_found') await forget(mediaId);
    return null;
  }
  const { status, parts, failure } = progress.value;
  if (status === 'uploading') {
    const sentBytes = parts.reduce((sum, number) => sum + bytesOfPart(bytes, number), 0);
    return { state: 'resumable', mediaId, name, bytes, sentBytes, joins };
  }
  await forget(mediaId);
  return failure ? { state: 'refused', name, failure } : null;
}
