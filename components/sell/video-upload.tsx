'use client';

import { useTranslations } from 'next-intl';
import type { Failure } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/bytes';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { remainingSeconds, type Upload } from './upload-state';
import { uploadStore } from './upload-store';

/** How much of the video is there, in bytes, in percent and in time. */
export function VideoUpload({ upload }: { upload: Upload }) {
  const t = useTranslations('sell');
  const stop = () => uploadStore.remove(upload.key);

  if (upload.failure) return <FailedVideo uploadKey={upload.key} failure={upload.failure} />;
  const fraction = upload.sentBytes / Math.max(1, upload.bytes);
  return (
    <div
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
      data-testid="video-upload"
    >
      <p className="font-semibold text-sm">
        {t('videoName', { name: upload.name, size: formatBytes(upload.bytes) })}
      </p>
      <ProgressBar label={t('videoProgress')} fraction={fraction} />
      <HowFar upload={upload} fraction={fraction} />
      <p className="text-ink-soft text-sm">{t('videoMeanwhile')}</p>
      {upload.status !== 'checking' && (
        <div>
          <Button onClick={stop}>{t('cancelUpload')}</Button>
        </div>
      )}
    </div>
  );
}

/** How far it is, in words: bytes, percent, and the time that is left. */
function HowFar({ upload, fraction }: { upload: Upload; fraction: number }) {
  const t = useTranslations('sell');
  if (upload.status === 'checking') return <p className="text-sm">{t('videoChecking')}</p>;
  const seconds = remainingSeconds(upload, performance.now());
  const time = (left: number) =>
    left < 60 ? t('seconds', { count: left }) : t('minutes', { count: Math.ceil(left / 60) });
  return (
    <p className="flex flex-wrap gap-x-3 text-sm tabular-nums">
      <span>
        {t('videoSending', {
          loaded: formatBytes(upload.sentBytes),
          total: formatBytes(upload.bytes),
          percent: Math.floor(fraction * 100),
        })}
      </span>
      {seconds !== null && (
        <span className="text-ink-soft">{t('videoRemaining', { time: time(seconds) })}</span>
      )}
    </p>
  );
}

function FailedVideo({ uploadKey, failure }: { uploadKey: string; failure: Failure }) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  return (
    <div data-testid="video-failed">
      <Notice
        kind="error"
        action={<Button onClick={() => uploadStore.again(uploadKey)}>{t('retryUpload')}</Button>}
      >
        {failureText(failure)}
      </Notice>
    </div>
  );
}
