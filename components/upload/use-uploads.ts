import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { MediaKind } from '@/lib/media/schema';
import type { Upload } from './upload-state';
import { uploadStore } from './upload-store';

const none: readonly Upload[] = [];

/** The uploads of one kind for one listing. `onDone` is called whenever one of them has come to a good end. */
export function useUploads(listingId: string, kind: MediaKind, onDone: () => void): readonly Upload[] {
  const all = useSyncExternalStore(uploadStore.subscribe, uploadStore.snapshot, () => none);
  const uploads = useMemo(
    () => all.filter((upload) => upload.listingId === listingId && upload.kind === kind),
    [all, listingId, kind],
  );
  const done = uploads.filter((upload) => upload.status === 'done').length;
  const seen = useRef(done);
  useEffect(() => {
    if (done > seen.current) onDone();
    seen.current = done;
  }, [done, onDone]);
  return uploads;
}
