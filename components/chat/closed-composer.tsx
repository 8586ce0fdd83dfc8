import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { Writing } from '@/lib/protocol/chat';

/**
 * In place of the composer where nobody can write. Who was blocked is not told by whom, nor that they were, nor who is
 * suspended.
 */
export function ClosedComposer({
  name,
  writing,
  unblock,
}: {
  name: string;
  writing: Exclude<Writing, 'open'>;
  unblock(): void;
}) {
  const t = useTranslations('chat');
  return (
    <div role="status" className="border-line border-t bg-paper px-4 pb-safe text-sm">
      <div className="flex flex-wrap items-center justify-between gap-3 py-3">
        <p className="py-2">{t(writing, { name })}</p>
        {writing === 'blocked' && <Button onClick={unblock}>{t('unblock')}</Button>}
      </div>
    </div>
  );
}
