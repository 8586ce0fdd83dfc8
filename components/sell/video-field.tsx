'use client';

import { Plus, Video } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FileButton } from '@/components/ui/file-button';
import { UnfinishedVideo } from '@/components/upload/unfinished-video';
import type { UploadApi } from '@/components/upload/upload-api';
import { giveUp, uploadStore } from '@/components/upload/upload-store';
import { useResumable } from '@/components/upload/use-resumable';
import { useUploads } from '@/components/upload/use-uploads';
import { VideoUpload } from '@/components/upload/video-upload';
import { type OriginalDto, uploadRules } from '@/lib/media/schema';
import { FilmingExample } from './filming-example';

interface VideoFieldProps {
  listingId: string;
  api: UploadApi;
  /** The scan's own card, once there is a scan. */
  scan: ReactNode;
  original: OriginalDto | null;
  /** Whether a video may be sent now: not while a scan is at work. */
  open: boolean;
  /** Whether there is a model whose film is still kept, so that a clip can join it. */
  joinable: boolean;
  onChanged(): void;
}

/** The video from which the model is made: how to film it, the way there, and then the scan itself. */
export function VideoField({ listingId, api, scan, original, open, joinable, onChanged }: VideoFieldProps) {
  const t = useTranslations('sell');
  const uploads = useUploads(listingId, 'video', onChanged);
  const upload = uploads.findLast(({ status }) => status !== 'done');
  /** A video that failed takes nothing away from the scan that stands. */
  const underWay = upload !== undefined && upload.status !== 'failed';

  const [unfinished, dismiss] = useResumable(listingId, api, open && !upload, onChanged);

  const addAs =
    (joins: boolean) =>
    ([file]: File[]) => {
      if (!file) return;
      for (const old of uploads) uploadStore.remove(old.key);
      uploadStore.add(listingId, 'video', [file], api, joins);
    };
  const goOn = addAs(unfinished?.state === 'resumable' && unfinished.joins);
  const onGiveUp = (mediaId: string) => {
    dismiss(mediaId);
    void giveUp(api, mediaId);
  };

  return (
    <section id="video" tabIndex={-1} aria-labelledby="video-heading" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="video-heading" className="font-bold text-lg">
          {t('video')}
        </h2>
        <p className="text-ink-soft text-sm">{t('videoOptional')}</p>
      </div>
      {!scan && !upload && !unfinished && (
        <div className="flex flex-col items-center gap-4 rounded-card bg-stage p-4 sm:flex-row">
          <FilmingExample />
          <p className="text-sm">{t('videoHelp')}</p>
        </div>
      )}
      {upload && <VideoUpload upload={upload} />}
      {!underWay && scan}
      {!underWay && original && <OriginalNote original={original} />}
      {unfinished && <UnfinishedVideo unfinished={unfinished} onFiles={goOn} onGiveUp={onGiveUp} />}
      {open && unfinished?.state !== 'elsewhere' && !underWay && (
        <>
          {joinable && <ClipPicker onFiles={addAs(true)} />}
          <Pickers
            again={scan !== null || upload !== undefined || unfinished !== null}
            onFiles={addAs(false)}
          />
        </>
      )}
    </section>
  );
}

function ClipPicker({ onFiles }: { onFiles(files: File[]): void }) {
  const t = useTranslations('sell');
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-sm">{t('addClipHelp')}</p>
      <FileButton
        label={t('addClip')}
        icon={Plus}
        accept={uploadRules.video.types.join(',')}
        testId="clip-input"
        onFiles={onFiles}
      />
    </div>
  );
}

/** The video itself is nobody else's to see, and goes: on which day. */
function OriginalNote({ original }: { original: OriginalDto }) {
  const t = useTranslations('sell');
  const format = useFormatter();
  const date = format.dateTime(new Date(original.expiresAt), { dateStyle: 'long' });
  return (
    <p className="text-ink-soft text-sm" data-testid="original-note">
      {t('originalKept', { date })}
    </p>
  );
}

function Pickers({ again, onFiles }: { again: boolean; onFiles(files: File[]): void }) {
  const t = useTranslations('sell');
  return (
    <div className="flex flex-wrap gap-2">
      <FileButton
        label={t(again ? 'newVideo' : 'pickVideo')}
        icon={Video}
        accept={uploadRules.video.types.join(',')}
        testId="video-input"
        onFiles={onFiles}
      />
      <FileButton
        label={t('takeVideo')}
        icon={Video}
        accept="video/*"
        capture
        testId="video-camera"
        onFiles={onFiles}
      />
    </div>
  );
}
