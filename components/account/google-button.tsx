'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';

/** The way to the provider. `enter` leaves the page when it succeeds. */
export function GoogleButton({ enter }: { enter(): Promise<unknown> }) {
  const t = useTranslations('signIn');
  const failureText = useFailureText();
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    if (leaving) return;
    setLeaving(true);
    setFailed(false);
    try {
      await enter();
    } catch {
      setLeaving(false);
      setFailed(true);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      {failed && <Notice kind="error">{failureText({ code: 'offline', details: {} })}</Notice>}
      <Button wide onClick={leave} aria-disabled={leaving} className="min-h-14">
        <GoogleMark />
        {leaving ? t('leaving') : t('google')}
      </Button>
      <p className="text-ink-soft text-sm">{t('googleNote')}</p>
    </div>
  );
}

/** Google's own mark in Google's own colours, as its rules for such buttons ask. */
function GoogleMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 18 18" className="size-5 shrink-0">
      <path
        fill="#4285f4"
        d="M17.64 9.2c0-.637-.057-1.251-.164-1.84H9v3.481h4.844a4.14 4.14 0 0 1-1.796 2.717v2.258h2.908c1.702-1.567 2.684-3.874 2.684-6.615z"
      />
      <path
        fill="#34a853"
        d="M9 18c2.43 0 4.467-.806 5.956-2.18l-2.908-2.259c-.806.54-1.837.86-3.048.86-2.344 0-4.328-1.584-5.036-3.711H.957v2.332A8.997 8.997 0 0 0 9 18z"
      />
      <path
        fill="#fbbc05"
        d="M3.964 10.71A5.41 5.41 0 0 1 3.682 9c0-.593.102-1.17.282-1.71V4.958H.957A8.996 8.996 0 0 0 0 9c0 1.452.348 2.827.957 4.042z"
      />
      <path
        fill="#ea4335"
        d="M9 3.58c1.321 0 2.508.454 3.44 1.345l2.582-2.58C13.463.891 11.426 0 9 0A8.997 8.997 0 0 0 .957 4.958L3.964 7.29C4.672 5.163 6.656 3.58 9 3.58z"
      />
    </svg>
  );
}
