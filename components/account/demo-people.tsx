'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { Portrait } from '@/components/ui/portrait';
import type { PersonDto } from '@/lib/accounts/schema';

/** The people of the demo. `enter` leaves the page when it succeeds and answers false when it does not. */
export function DemoPeople({
  people,
  enter,
}: {
  people: readonly PersonDto[];
  enter(userId: string): Promise<boolean>;
}) {
  const t = useTranslations('signIn');
  const [entering, setEntering] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);

  const pick = async (userId: string) => {
    if (entering) return;
    setEntering(userId);
    setFailed(false);
    const entered = await enter(userId).catch(() => false);
    if (entered) return;
    setEntering(null);
    setFailed(true);
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{t('demo')}</p>
      {failed && <Notice kind="error">{t('failed')}</Notice>}
      <ul className="flex flex-col gap-2" data-testid="demo-people">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => pick(person.id)}
              className="flex min-h-14 w-full items-center gap-3 rounded-control border border-line bg-surface px-4 text-left transition-opacity hover:opacity-85"
            >
              <Portrait url={person.pictureUrl} />
              <span className="font-semibold">{person.name}</span>
              {entering === person.id && (
                <span role="status" className="ml-auto text-ink-soft text-sm">
                  {t('entering')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
