import { useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';

/** On the selling page, where the model itself has no place. */
export function ScanDone() {
  const t = useTranslations('scan');
  return (
    <div data-testid="scan-card" data-status="done">
      <Notice kind="done">
        <p className="font-semibold">{t('done')}</p>
        <p>{t('doneHelp')}</p>
      </Notice>
    </div>
  );
}
