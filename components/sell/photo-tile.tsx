'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { Picture } from '@/components/ui/picture';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { Upload } from '@/components/upload/upload-state';
import type { PhotoDto } from '@/lib/media/schema';

/** Which of how many. */
export interface Place {
  index: number;
  total: number;
}

function Tile({
  url,
  place: { index, total },
  onRemove,
  onUnreadable,
  children,
}: {
  url: string | null;
  place: Place;
  onRemove(): void;
  onUnreadable(): void;
  children?: ReactNode;
}) {
  const t = useTranslations('sell');
  const listing = useTranslations('listing');
  const label = t('removePhoto', { index: index + 1 });
  return (
    <li className="relative aspect-4/5 overflow-hidden rounded-control bg-stage">
      {url && (
        <Picture
          src={url}
          alt={listing('photo', { index: index + 1, total })}
          onError={onUnreadable}
          className="size-full object-cover"
        />
      )}
      {index === 0 && (
        <span className="absolute top-1.5 left-1.5 rounded-full bg-ink px-2 py-0.5 font-semibold text-paper text-xs">
          {t('cover')}
        </span>
      )}
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={onRemove}
        className="absolute top-0 right-0 flex size-11 items-center justify-center"
      >
        <span className="flex size-7 items-center justify-center rounded-full bg-ink text-paper">
          <Icon of={X} className="size-4" />
        </span>
      </button>
      {children}
    </li>
  );
}

/** The local picture, until it turns out that this browser cannot show what a phone has taken. */
function usePreview(url: string | null): [string | null, () => void] {
  const [unreadable, setUnreadable] = useState(false);
  return [unreadable ? null : url, () => setUnreadable(true)];
}

/** A photo that the server has. Until its copy is made, the local picture stands in for it. */
export function ArrivedPhoto({
  photo,
  place,
  previewUrl,
  onRemove,
}: {
  photo: PhotoDto;
  place: Place;
  previewUrl: string | null;
  onRemove(): void;
}) {
  const t = useTranslations('sell');
  const [preview, onUnreadable] = usePreview(previewUrl);
  return (
    <Tile
      url={photo.copies[0]?.webpUrl ?? preview}
      place={place}
      onRemove={onRemove}
      onUnreadable={onUnreadable}
    >
      {photo.status !== 'ready' && !preview && (
        <p className="absolute inset-x-1 bottom-1 rounded-control bg-surface px-2 py-1 text-center text-xs">
          {t('photoProcessing')}
        </p>
      )}
    </Tile>
  );
}

/** A photo on its way, with its bytes. */
export function UploadingPhoto({
  upload,
  place,
  onRemove,
}: {
  upload: Upload;
  place: Place;
  onRemove(): void;
}) {
  const t = useTranslations('sell');
  const [preview, onUnreadable] = usePreview(upload.previewUrl);
  return (
    <Tile url={preview} place={place} onRemove={onRemove} onUnreadable={onUnreadable}>
      <div className="absolute inset-x-1 bottom-1 flex flex-col gap-1 rounded-control bg-surface p-2 text-xs">
        {upload.status === 'sending' ? (
          <ProgressBar
            label={t('photoProgress', { name: upload.name })}
            fraction={upload.sentBytes / Math.max(1, upload.bytes)}
          />
        ) : (
          <p>{t(upload.status === 'waiting' ? 'photoWaiting' : 'photoChecking')}</p>
        )}
      </div>
    </Tile>
  );
}
