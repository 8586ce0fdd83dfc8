'use client';

import { Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/bytes';
import { useFailureText } from '@/components/ui/failure-text';
import { FileButton } from '@/components/ui/file-button';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { uploadRules } from '@/lib/media/schema';
import type { Unfinished } from './use-resumable';

/** A video that was cut off by a reload or a closed window: the same file picked again goes on from where it was. */
export function UnfinishedVideo({
  unfinished,
  onFiles,
  onGiveUp,
}: {
  unfinished: Unfinished;
  onFiles(files: File[]): void;
  onGiveUp(mediaId: string): void;
}) {
  const t = useTranslations('upload');
  const failureText = useFailureText();
  if (unfinished.state === 'refused') return <Notice kind="error">{failureText(unfinished.failure)}</Notice>;
  if (unfinished.state === 'elsewhere') {
    return (
      <p
        role="status"
        className="rounded-card border border-line bg-surface p-4 text-sm"
        data-testid="video-elsewhere"
      >
        {t('elsewhere')}
      </p>
    );
  }
  const { mediaId, name, bytes, sentBytes } = unfinished;
  return (
    <div
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
      data-testid="video-unfinished"
    >
      <p className="break-all font-semibold text-sm">{t('name', { name, size: formatBytes(bytes) })}</p>
      <ProgressBar label={t('progress')} fraction={sentBytes / Math.max(1, bytes)} />
      <p className="text-sm">
        {t('unfinished', { percent: Math.floor((100 * sentBytes) / Math.max(1, bytes)) })}
      </p>
      <div className="flex flex-wrap gap-2">
        <FileButton
          label={t('pickSame')}
          icon={Video}
          look="primary"
          accept={uploadRules.video.types.join(',')}
          testId="video-resume-input"
          onFiles={onFiles}
        />
        <Button onClick={() => onGiveUp(mediaId)}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
