'use client';

import clsx from 'clsx';
import { Camera, ImagePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useState } from 'react';
import { type Failure, settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import { FileButton } from '@/components/ui/file-button';
import { Notice } from '@/components/ui/notice';
import type { UploadApi } from '@/components/upload/upload-api';
import { uploadStore } from '@/components/upload/upload-store';
import { useUploads } from '@/components/upload/use-uploads';
import { type PhotoDto, uploadRules } from '@/lib/media/schema';
import { FailedPhoto, RefusedPhoto } from './failed-photo';
import { PhotoTiles } from './photo-tiles';

const rules = uploadRules.photo;

interface PhotoFieldProps {
  listingId: string;
  photos: readonly PhotoDto[];
  api: UploadApi;
  /** Something on the server has changed. */
  onChanged(): void;
}

/** What is removed here disappears at once and comes back only if the server would not have it. */
function useRemoval(api: UploadApi, onChanged: () => void) {
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<Failure | null>(null);
  const remove = async (photo: PhotoDto, uploadKey: string | undefined) => {
    setRemoved((before) => new Set(before).add(photo.id));
    const outcome = await settle(api.remove(photo.id));
    setFailure(outcome.ok ? null : outcome.error);
    if (outcome.ok && uploadKey) uploadStore.remove(uploadKey);
    if (!outcome.ok) setRemoved((before) => new Set([...before].filter((id) => id !== photo.id)));
    onChanged();
  };
  return { removed, failure, remove };
}

/** Files dropped on an element; `dragging` while they hover over it. */
function useDrop(onFiles: (files: File[]) => void) {
  const [dragging, setDragging] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: () => setDragging(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDragging(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { dragging, handlers };
}

export function PhotoField({ listingId, photos, api, onChanged }: PhotoFieldProps) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  const uploads = useUploads(listingId, 'photo', onChanged);
  const { removed, failure, remove } = useRemoval(api, onChanged);
  const add = (files: File[]) => uploadStore.add(listingId, 'photo', files, api);
  const { dragging, handlers } = useDrop(add);
  const failed = uploads.filter((upload) => upload.status === 'failed');
  // What this window sent itself it tells of itself, by the file's name.
  const told = new Set(failed.map((upload) => upload.mediaId));
  const uploadOf = (mediaId: string) => uploads.find((upload) => upload.mediaId === mediaId);
  const refused = photos.filter(({ id, status }) => status === 'failed' && !removed.has(id) && !told.has(id));
  // Neither what is gone nor what will never be a picture has a tile.
  const gone = new Set([...removed, ...refused.map(({ id }) => id)]);
  return (
    <section
      id="photos"
      tabIndex={-1}
      aria-labelledby="photos-heading"
      className={clsx(
        'flex flex-col gap-3 rounded-card',
        dragging && 'outline-2 outline-brand outline-dashed outline-offset-8',
      )}
      {...handlers}
    >
      <h2 id="photos-heading" className="font-bold text-lg">
        {t('photos')}
      </h2>
      <p className="text-ink-soft text-sm">
        {dragging
          ? t('dropHere')
          : t('photosHelp', { limit: rules.perListing, megabytes: rules.maxBytes / 1e6 })}
      </p>
      <PhotoTiles
        photos={photos.filter(({ id, status }) => status !== 'failed' && !removed.has(id))}
        uploads={uploads.filter(({ status, mediaId }) => status !== 'failed' && !gone.has(mediaId ?? ''))}
        onRemove={remove}
      />
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
      {failed.map((upload) => (
        <FailedPhoto key={upload.key} upload={upload} />
      ))}
      {refused.map((photo) => (
        <RefusedPhoto
          key={photo.id}
          photo={photo}
          name={uploadOf(photo.id)?.name}
          onDismiss={() => remove(photo, uploadOf(photo.id)?.key)}
        />
      ))}
      <Pickers onFiles={add} />
    </section>
  );
}

function Pickers({ onFiles }: { onFiles(files: File[]): void }) {
  const t = useTranslations('sell');
  return (
    <div className="flex flex-wrap gap-2">
      <FileButton
        label={t('pickPhotos')}
        icon={ImagePlus}
        accept={rules.types.join(',')}
        multiple
        testId="photo-input"
        onFiles={onFiles}
      />
      <FileButton
        label={t('takePhoto')}
        icon={Camera}
        accept="image/*"
        capture
        testId="photo-camera"
        onFiles={onFiles}
      />
    </div>
  );
}
