'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { isRemembered, remember } from '@/components/remembered';
import { Button } from '@/components/ui/button';
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
  const locale = useLocale() as SubscribeInput['locale'];
  const [state, setState] = useState<'quiet' | 'offered' | 'asking' | 'refused'>('quiet');

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
    setState(outcome?.ok ? 'quiet' : 'refused');
  };
  const decline = () => {
    remember(declinedKey);
    setState('quiet');
  };

  // No answer will come any more once nobody can write.
  if (state === 'quiet' || !wrote) return null;
  return (
    <div className="border-line border-t bg-paper px-4 py-2">
      {state === 'refused' ? (
        <Notice kind="error" action={<Button onClick={decline}>{t('decline')}</Button>}>
          {t('refused')}
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
