'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import type { Outcome } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { useAction } from '@/components/use-action';

/** Deletes the account once its name was typed: nothing brings it back. `leave` leaves the page when it succeeds. */
export function LeaveForm({ name, leave }: { name: string; leave(typed: string): Promise<Outcome<void>> }) {
  const t = useTranslations('leave');
  const [typed, setTyped] = useState('');
  const leaving = useAction(() => leave(typed));
  return (
    <form
      className="flex flex-col gap-4"
      data-testid="leave"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        leaving.run();
      }}
    >
      <TextField
        id="leave-name"
        label={t('typeName', { name })}
        value={typed}
        autoComplete="off"
        aria-invalid={leaving.failure !== null}
        onChange={(event) => setTyped(event.target.value)}
      />
      {leaving.failure}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="danger" aria-disabled={leaving.busy}>
          {leaving.busy ? t('leaving') : t('leave')}
        </Button>
        <ButtonLink href="/me">{t('stay')}</ButtonLink>
      </div>
    </form>
  );
}
