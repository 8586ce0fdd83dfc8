import { useLayoutEffect, useRef } from 'react';
import type { Upload } from '@/components/upload/upload-state';
import { uploadStore } from '@/components/upload/upload-store';
import type { PhotoDto } from '@/lib/media/schema';
import { ArrivedPhoto, UploadingPhoto } from './photo-tile';

/** When the button that has the focus goes with its tile, the focus goes to the one that takes its place. */
function useFocusAfterRemoval() {
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (removed.current === null) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    (buttons[removed.current] ?? buttons.at(-1) ?? document.getElementById('photos'))?.focus();
    removed.current = null;
  });
  const onRemoved = (index: number) => {
    removed.current = index;
  };
  return { list, onRemoved };
}

/**
 * The photos in the order in which they were chosen: those of earlier visits, then those that this window sends, on their
 * way or arrived.
 */
export function PhotoTiles({
  photos,
  uploads,
  onRemove,
}: {
  photos: readonly PhotoDto[];
  uploads: readonly Upload[];
  onRemove(photo: PhotoDto, uploadKey: string | undefined): void;
}) {
  const { list, onRemoved } = useFocusAfterRemoval();
  const sentHere = new Set(uploads.map((upload) => upload.mediaId));
  const tiles: { photo?: PhotoDto; upload?: Upload }[] = [
    ...photos.filter(({ id }) => !sentHere.has(id)).map((photo) => ({ photo })),
    ...uploads.map((upload) => ({ upload, photo: photos.find(({ id }) => id === upload.mediaId) })),
  ];
  if (tiles.length === 0) return null;
  return (
    <ul ref={list} className="grid grid-cols-3 gap-2 sm:grid-cols-4" data-testid="photo-tiles">
      {tiles.map(({ photo, upload }, index) => {
        const place = { index, total: tiles.length };
        const remove = () => {
          onRemoved(index);
          if (photo) onRemove(photo, upload?.key);
          else if (upload) uploadStore.remove(upload.key);
        };
        if (photo) {
          const previewUrl = upload?.previewUrl ?? null;
          return (
            <ArrivedPhoto
              key={photo.id}
              photo={photo}
              place={place}
              previewUrl={previewUrl}
              onRemove={remove}
            />
          );
        }
        return upload && <UploadingPhoto key={upload.key} upload={upload} place={place} onRemove={remove} />;
      })}
    </ul>
  );
}
