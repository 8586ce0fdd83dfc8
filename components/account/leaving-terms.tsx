import { Check, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';

const gone = ['profile', 'items', 'notices', 'sessions'] as const;
const kept = ['messages', 'reports', 'decisions'] as const;

/** What goes with an account and what stays, in words that the code behind it keeps: lib/accounts/leave.ts. */
export function LeavingTerms() {
  const t = useTranslations('leave');
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="goes">
        <h2 id="goes" className="mb-3 font-bold text-lg">
          {t('goes')}
        </h2>
        <ul className="flex flex-col gap-2">
          {gone.map((key) => (
            <li key={key} className="flex gap-3">
              <Icon of={Trash2} className="mt-0.5 size-5 text-red" />
              {t(`gone.${key}`)}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="stays">
        <h2 id="stays" className="mb-3 font-bold text-lg">
          {t('stays')}
        </h2>
        <ul className="flex flex-col gap-2">
          {kept.map((key) => (
            <li key={key} className="flex gap-3">
              <Icon of={Check} className="mt-0.5 size-5 text-ink-soft" />
              {t(`kept.${key}`)}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
