'use client';

import { useTranslations } from 'next-intl';
import type { Failure } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/bytes';
import { useFailureText } from '@/components/ui/failure-text';
import { goingOnFrom } from '@/components/ui/going-on-from';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { remainingSeconds, type Upload } from './upload-state';
import { uploadStore } from './upload-store';

/** How much of the video is there, in bytes, in percent and in time, and the ways to stop and to go on. */
export function VideoUpload({ upload }: { upload: Upload }) {
  const t = useTranslations('upload');
  if (upload.failure) return <FailedVideo uploadKey={upload.key} failure={upload.failure} />;
  return (
    <div
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
      data-testid="video-upload"
      data-status={upload.status}
    >
      <p className="break-all font-semibold text-sm">
        {t('name', { name: upload.name, size: formatBytes(upload.bytes) })}
      </p>
      <ProgressBar label={t('progress')} fraction={upload.sentBytes / Math.max(1, upload.bytes)} />
      <HowFar upload={upload} />
      <Situation upload={upload} />
      <Controls upload={upload} />
    </div>
  );
}

function Controls({ upload }: { upload: Upload }) {
  const t = useTranslations('upload');
  if (upload.status === 'checking') return null;
  return (
    <div className="flex flex-wrap gap-2">
      {upload.status === 'paused' ? (
        <Button look="primary" onClick={() => uploadStore.again(upload.key)}>
          {t('goOn')}
        </Button>
      ) : (
        <Button onClick={() => uploadStore.pause(upload.key)}>{t('pause')}</Button>
      )}
      <Button onClick={() => uploadStore.remove(upload.key)}>{t('cancel')}</Button>
    </div>
  );
}

/** How far it is, in figures. */
function HowFar({ upload }: { upload: Upload }) {
  const t = useTranslations('upload');
  if (upload.status === 'checking' || upload.status === 'elsewhere') return null;
  const { bytes, sentBytes, bytesPerSecond } = upload;
  const seconds = remainingSeconds(upload);
  const time = (left: number) =>
    left < 60 ? t('seconds', { count: left }) : t('minutes', { count: Math.ceil(left / 60) });
  return (
    <p className="flex flex-wrap gap-x-3 text-sm tabular-nums">
      <span>
        {t('sent', {
          sent: formatBytes(sentBytes),
          total: formatBytes(bytes),
          percent: Math.floor((100 * sentBytes) / Math.max(1, bytes)),
        })}
      </span>
      {upload.status === 'sending' && bytesPerSecond !== null && (
        <span className="text-ink-soft">{t('speed', { bytes: formatBytes(bytesPerSecond) })}</span>
      )}
      {seconds !== null && <span className="text-ink-soft">{t('remaining', { time: time(seconds) })}</span>}
    </p>
  );
}

/** What is going on, in words. Said to a screen reader when it changes, not with every byte. */
function Situation({ upload: { status } }: { upload: Upload }) {
  const t = useTranslations('upload');
  const sentence = {
    waiting: t('meanwhile'),
    sending: t('meanwhile'),
    offline: t('offline'),
    elsewhere: t('elsewhere'),
    paused: t('paused'),
    checking: t('checking'),
    done: null,
    failed: null,
  }[status];
  return (
    <p role="status" className="text-ink-soft text-sm">
      {sentence}
    </p>
  );
}

function FailedVideo({ uploadKey, failure }: { uploadKey: string; failure: Failure }) {
  const t = useTranslations('upload');
  const failureText = useFailureText();
  const dismiss = goingOnFrom('video', () => uploadStore.remove(uploadKey));
  return (
    <div data-testid="video-failed">
      <Notice
        kind="error"
        action={
          <div className="flex gap-2">
            <Button onClick={() => uploadStore.again(uploadKey)}>{t('retry')}</Button>
            <Button onClick={dismiss}>{t('dismiss')}</Button>
          </div>
        }
      >
        {failureText(failure)}
      </Notice>
    </div>
  );
}
