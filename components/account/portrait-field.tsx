'use client';

import { ImagePlus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Failure, settle } from '@/components/outcome';
import { usePhotoPolling } from '@/components/sell/use-photo-polling';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { FileButton } from '@/components/ui/file-button';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { Portrait } from '@/components/ui/portrait';
import { ProgressBar } from '@/components/ui/progress-bar';
import { sendPhoto } from '@/components/upload/send-photo';
import type { UploadApi } from '@/components/upload/upload-api';
import type { PortraitDto } from '@/lib/accounts/schema';
import { uploadRules } from '@/lib/media/schema';

interface PortraitFieldProps {
  portrait: PortraitDto;
  api: UploadApi;
  /** Something on the server has changed. */
  onChanged(): void;
}

/** The photo that others see. A new one takes the place of the old once it can be shown. */
export function PortraitField({ portrait: { shown, coming }, api, onChanged }: PortraitFieldProps) {
  const t = useTranslations('profile');
  const failureText = useFailureText();
  const { sentFraction, failure, leaving, send, remove } = usePortrait(api, onChanged);
  usePhotoPolling(coming ? [coming] : [], onChanged);
  const refused = coming?.failure;
  return (
    <div className="flex flex-col gap-3" data-testid="portrait">
      <div className="flex items-center gap-4">
        <Portrait url={shown?.copies[0]?.webpUrl ?? null} size="large" />
        <div className="flex min-w-0 flex-1 flex-wrap gap-2">
          <FileButton
            label={shown ? t('changePhoto') : t('addPhoto')}
            icon={ImagePlus}
            accept={uploadRules.photo.types.join(',')}
            testId="portrait-input"
            onFiles={([file]) => file && void send(file)}
          />
          {shown && (
            <Button onClick={() => void remove(shown.id)} aria-disabled={leaving === shown.id}>
              <Icon of={Trash2} />
              {t('removePhoto')}
            </Button>
          )}
        </div>
      </div>
      {sentFraction !== null && <ProgressBar label={t('photoSending')} fraction={sentFraction} />}
      <p role="status" className="text-ink-soft text-sm">
        {coming?.status === 'processing' ? t('photoProcessing') : t('photoHelp')}
      </p>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
      {refused && !failure && (
        <Notice kind="error" action={<Button onClick={() => void remove(coming.id)}>{t('dismiss')}</Button>}>
          {failureText(refused)}
        </Notice>
      )}
    </div>
  );
}

function usePortrait(api: UploadApi, onChanged: () => void) {
  /** Null while nothing is on its way. */
  const [sentFraction, setSentFraction] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** The one that is taken away; its button stays until the page is rendered anew. */
  const [leaving, setLeaving] = useState<string | null>(null);
  const send = async (file: File) => {
    if (sentFraction !== null) return;
    setFailure(null);
    setSentFraction(0);
    const outcome = await sendPhoto({
      place: { listingId: null },
      file,
      api,
      signal: new AbortController().signal,
      onPlace: () => undefined,
      onSent: (bytes) => setSentFraction(Math.min(1, bytes / Math.max(1, file.size))),
    });
    setSentFraction(null);
    setFailure(outcome.ok ? null : outcome.error);
    onChanged();
  };
  const remove = async (mediaId: string) => {
    if (leaving === mediaId) return;
    setLeaving(mediaId);
    const outcome = await settle(api.remove(mediaId));
    if (!outcome.ok) setLeaving(null);
    setFailure(outcome.ok ? null : outcome.error);
    onChanged();
  };
  return { sentFraction, failure, leaving, send, remove };
}
