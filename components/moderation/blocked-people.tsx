'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Portrait } from '@/components/ui/portrait';
import { useFocusAfterRemoval } from '@/components/ui/use-focus-after-removal';
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
  const { list, onRemoved } = useFocusAfterRemoval<HTMLUListElement>(people.length, 'content');
  return (
    <ul ref={list} className="flex flex-col gap-2" data-testid="blocked-people">
      {people.map((person, index) => (
        <BlockedPerson
          key={person.id}
          person={person}
          unblock={() => {
            onRemoved(index);
            return unblock(person.id);
          }}
        />
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
