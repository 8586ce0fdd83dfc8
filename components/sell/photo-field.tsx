'use client';

import clsx from 'clsx';
import { Camera, ImagePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useState } from 'react';
import { type Failure, settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import { type PhotoDto, uploadRules } from '@/lib/media/schema';
import { FailedPhoto } from './failed-photo';
import { FileButton } from './file-button';
import { ArrivedPhoto, UploadingPhoto } from './photo-tile';
import type { UploadApi } from './upload-api';
import { uploadStore } from './upload-store';
import { useUploads } from './use-uploads';

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
    const outcome = await settle(api.removePhoto(photo.id));
    setFailure(outcome.ok ? null : outcome.error);
    if (outcome.ok && uploadKey) uploadStore.remove(uploadKey);
    if (!outcome.ok) setRemoved((before) => new Set([...before].filter((id) => id !== photo.id)));
    onChanged();
  };
  return { removed, failure, remove };
}

export function PhotoField({ listingId, photos, api, onChanged }: PhotoFieldProps) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  const uploads = useUploads(listingId, 'photo', onChanged);
  const { removed, failure, remove } = useRemoval(api, onChanged);
  const [dragging, setDragging] = useState(false);

  const arrived = photos.filter((photo) => !removed.has(photo.id));
  const known = new Set(photos.map((photo) => photo.id));
  const coming = uploads.filter((upload) => upload.status !== 'failed' && !known.has(upload.mediaId ?? ''));
  const failed = uploads.filter((upload) => upload.status === 'failed');
  const ofPhoto = (photo: PhotoDto) => uploads.find((upload) => upload.mediaId === photo.id);

  const add = (files: File[]) => uploadStore.add(listingId, 'photo', files, api);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    add([...event.dataTransfer.files]);
  };

  return (
    <section
      id="photos"
      tabIndex={-1}
      aria-labelledby="photos-heading"
      className={clsx(
        'flex flex-col gap-3 rounded-card',
        dragging && 'outline-2 outline-brand outline-dashed outline-offset-8',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={onDrop}
    >
      <h2 id="photos-heading" className="font-bold text-lg">
        {t('photos')}
      </h2>
      <p className="text-ink-soft text-sm">
        {dragging
          ? t('dropHere')
          : t('photosHelp', { limit: rules.perListing, megabytes: rules.maxBytes / 1e6 })}
      </p>
      {arrived.length + coming.length > 0 && (
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4" data-testid="photo-tiles">
          {arrived.map((photo, index) => (
            <ArrivedPhoto
              key={photo.id}
              photo={photo}
              index={index}
              previewUrl={ofPhoto(photo)?.previewUrl ?? null}
              onRemove={() => remove(photo, ofPhoto(photo)?.key)}
            />
          ))}
          {coming.map((upload, index) => (
            <UploadingPhoto key={upload.key} upload={upload} index={arrived.length + index} />
          ))}
        </ul>
      )}
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
      {failed.map((upload) => (
        <FailedPhoto key={upload.key} upload={upload} />
      ))}
      <div className="flex flex-wrap gap-2">
        <FileButton
          label={t('pickPhotos')}
          icon={ImagePlus}
          accept={rules.types.join(',')}
          multiple
          testId="photo-input"
          onFiles={add}
        />
        <FileButton
          label={t('takePhoto')}
          icon={Camera}
          accept="image/*"
          capture
          testId="photo-camera"
          onFiles={add}
        />
      </div>
    </section>
  );
}
