'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Portrait } from '@/components/ui/portrait';
import { useAction } from '@/components/use-action';
import type { PersonDto } from '@/lib/accounts/schema';

/** Whom one wants to hear nothing of, and the way back. `unblock` renders the page anew. */
export function BlockedPeople({
  people,
  unblock,
}: {
  people: readonly PersonDto[];
  unblock(userId: string): Promise<Outcome<void>>;
}) {
  return (
    <ul className="flex flex-col gap-2" data-testid="blocked-people">
      {people.map((person) => (
        <BlockedPerson key={person.id} person={person} unblock={() => unblock(person.id)} />
      ))}
    </ul>
  );
}

function BlockedPerson({ person, unblock }: { person: PersonDto; unblock(): Promise<Outcome<void>> }) {
  const t = useTranslations();
  const { run, busy, failure } = useAction(unblock);
  const name = person.name || t('chat.someone');
  return (
    <li className="flex flex-col gap-2">
      {failure}
      <div className="flex items-center gap-3">
        <Portrait url={person.pictureUrl} />
        <span className="min-w-0 flex-1 break-words font-semibold">{name}</span>
        <Button onClick={run} aria-disabled={busy} aria-label={t('me.unblockPerson', { name })}>
          {t('me.unblock')}
        </Button>
      </div>
    </li>
  );
}
