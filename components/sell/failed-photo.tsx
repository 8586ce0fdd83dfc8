'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { goingOnFrom } from '@/components/ui/going-on-from';
import { Notice } from '@/components/ui/notice';
import type { Upload } from '@/components/upload/upload-state';
import { uploadStore } from '@/components/upload/upload-store';
import type { PhotoDto } from '@/lib/media/schema';

/** A photo that did not get there: why, and the two things that can be done about it. */
export function FailedPhoto({ upload }: { upload: Upload }) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  if (!upload.failure) return null;
  const actions = (
    <div className="flex gap-2">
      <Button onClick={goingOnFrom('photos', () => uploadStore.again(upload.key))}>{t('retryUpload')}</Button>
      <Button onClick={goingOnFrom('photos', () => uploadStore.remove(upload.key))}>{t('dismiss')}</Button>
    </div>
  );
  return (
    <Notice kind="error" action={actions}>
      {t('photoFailed', { name: upload.name, reason: failureText(upload.failure) })}
    </Notice>
  );
}

/** A photo that got there and could not be made into a picture. Its name is known in the window that sent it. */
export function RefusedPhoto({
  photo,
  name,
  onDismiss,
}: {
  photo: PhotoDto;
  name: string | undefined;
  onDismiss(): void;
}) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  if (!photo.failure) return null;
  const reason = failureText(photo.failure);
  return (
    <Notice kind="error" action={<Button onClick={goingOnFrom('photos', onDismiss)}>{t('dismiss')}</Button>}>
      {name ? t('photoFailed', { name, reason }) : reason}
    </Notice>
  );
}
