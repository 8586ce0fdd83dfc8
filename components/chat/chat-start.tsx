'use client';

import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';

/** From a listing to the conversation with its seller. `start` leaves the page when it succeeds. */
export function ChatStart({ start }: { start(): Promise<Outcome<string>> }) {
  const t = useTranslations('chat');
  const failureText = useFailureText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [starting, startTransition] = useTransition();
  const onClick = () => {
    if (starting) return;
    startTransition(async () => {
      const outcome = await settle(start());
      setFailure(outcome.ok ? null : outcome.error);
    });
  };
  return (
    <div className="flex flex-col gap-3">
      <Button look="primary" wide onClick={onClick} aria-disabled={starting}>
        <Icon of={MessageCircle} />
        {t(starting ? 'starting' : 'start')}
      </Button>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}
