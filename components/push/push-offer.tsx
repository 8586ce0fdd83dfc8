'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { isRemembered, remember } from '@/components/remembered';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { SubscribeInput } from '@/lib/notifications/schema';
import { askForPush, closeNotifications, isUndecided, renewPush } from './browser-push';

export interface PushApi {
  /** Null where the server cannot push. */
  publicKey: string | null;
  subscribe(input: SubscribeInput): Promise<Outcome<void>>;
}

const declinedKey = 'push-declined';

/** Offers to tell the person of answers, once they have written something, and where nobody was asked before. */
export function PushOffer({
  api: { publicKey, subscribe },
  conversationId,
  wrote,
}: {
  api: PushApi;
  conversationId: string;
  wrote: boolean;
}) {
  const t = useTranslations('push');
  const failureText = useFailureText();
  const locale = useLocale() as SubscribeInput['locale'];
  const [state, setState] = useState<'quiet' | 'offered' | 'asking' | 'failed'>('quiet');
  const [reason, setReason] = useState('');

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per page; the action is the same
  useEffect(() => {
    if (publicKey === null) return;
    void renewPush(publicKey)
      .then((subscription) => subscription && settle(subscribe({ ...subscription, locale })))
      .catch(() => undefined);
  }, [publicKey]);

  useEffect(() => {
    if (wrote && publicKey !== null && isUndecided() && !isRemembered(declinedKey))
      setState((known) => (known === 'quiet' ? 'offered' : known));
  }, [wrote, publicKey]);

  useSeen(conversationId);

  const accept = async () => {
    if (publicKey === null) return;
    setState('asking');
    const subscription = await askForPush(publicKey).catch(() => null);
    const outcome = subscription && (await settle(subscribe({ ...subscription, locale })));
    if (outcome?.ok) return setState('quiet');
    // Without a network the browser gives no subscription either, though it is allowed to.
    const offline = Notification.permission === 'granted' && !navigator.onLine;
    const failure = outcome?.error ?? (offline ? { code: 'offline', details: {} } : null);
    setReason(failure ? failureText(failure) : t('refused'));
    setState('failed');
  };
  const decline = () => {
    remember(declinedKey);
    setState('quiet');
  };

  // No answer will come any more once nobody can write.
  if (state === 'quiet' || !wrote) return null;
  return (
    <div className="border-line border-t bg-paper px-4 py-2">
      {state === 'failed' ? (
        <Notice
          kind="error"
          action={
            <div className="flex gap-2">
              <Button onClick={accept}>{t('again')}</Button>
              <Button onClick={decline}>{t('decline')}</Button>
            </div>
          }
        >
          {reason}
        </Notice>
      ) : (
        <div role="status" className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <p>{t('offer')}</p>
          <div className="flex gap-2">
            <Button onClick={decline}>{t('decline')}</Button>
            <Button look="primary" onClick={accept} aria-disabled={state === 'asking'}>
              {t(state === 'asking' ? 'asking' : 'accept')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** What is shown for a conversation goes when its page is before somebody's eyes. */
function useSeen(conversationId: string): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void closeNotifications(conversationId);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [conversationId]);
}
