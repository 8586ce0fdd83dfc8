'use client';

import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useAction } from '@/components/use-action';

/** From a listing to the conversation with its seller. `start` leaves the page when it succeeds. */
export function ChatStart({ start }: { start(): Promise<Outcome<string>> }) {
  const t = useTranslations('chat');
  const starting = useAction(start);
  return (
    <div className="flex flex-col gap-3">
      <Button look="primary" wide onClick={starting.run} aria-disabled={starting.busy}>
        <Icon of={MessageCircle} />
        {t(starting.busy ? 'starting' : 'start')}
      </Button>
      {starting.failure}
    </div>
  );
}
