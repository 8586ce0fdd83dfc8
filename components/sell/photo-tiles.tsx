import { useFocusAfterRemoval } from '@/components/ui/use-focus-after-removal';
import type { Upload } from '@/components/upload/upload-state';
import { uploadStore } from '@/components/upload/upload-store';
import type { PhotoDto } from '@/lib/media/schema';
import { ArrivedPhoto, UploadingPhoto } from './photo-tile';

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
  const sentHere = new Set(uploads.map((upload) => upload.mediaId));
  const tiles: { photo?: PhotoDto; upload?: Upload }[] = [
    ...photos.filter(({ id }) => !sentHere.has(id)).map((photo) => ({ photo })),
    ...uploads.map((upload) => ({ upload, photo: photos.find(({ id }) => id === upload.mediaId) })),
  ];
  const { list, onRemoved } = useFocusAfterRemoval<HTMLUListElement>(tiles.length, 'photos');
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
