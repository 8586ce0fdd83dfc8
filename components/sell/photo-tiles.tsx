import type { Upload } from '@/components/upload/upload-state';
import type { PhotoDto } from '@/lib/media/schema';
import { ArrivedPhoto, UploadingPhoto } from './photo-tile';

/** The photos that are there, and behind them those on their way. An upload that has arrived is shown once. */
export function PhotoTiles({
  photos,
  uploads,
  onRemove,
}: {
  photos: readonly PhotoDto[];
  uploads: readonly Upload[];
  onRemove(photo: PhotoDto, uploadKey: string | undefined): void;
}) {
  const arrived = new Set(photos.map((photo) => photo.id));
  const coming = uploads.filter((upload) => !arrived.has(upload.mediaId ?? ''));
  if (photos.length + coming.length === 0) return null;
  const uploadOf = (photo: PhotoDto) => uploads.find((upload) => upload.mediaId === photo.id);
  return (
    <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4" data-testid="photo-tiles">
      {photos.map((photo, index) => (
        <ArrivedPhoto
          key={photo.id}
          photo={photo}
          index={index}
          previewUrl={uploadOf(photo)?.previewUrl ?? null}
          onRemove={() => onRemove(photo, uploadOf(photo)?.key)}
        />
      ))}
      {coming.map((upload, index) => (
        <UploadingPhoto key={upload.key} upload={upload} index={photos.length + index} />
      ))}
    </ul>
  );
}
