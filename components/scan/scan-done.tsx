import { useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';
import type { ScanReportDto } from '@/lib/scans/schema';
import { Verdict } from './verdict/verdict';

/** What its scan saw, to be opened by whoever wants to know. */
export function VerdictDetails({ report }: { report: ScanReportDto }) {
  const t = useTranslations('scan');
  return (
    <details
      className="rounded-card border border-line bg-surface"
      data-testid="scan-card"
      data-status="done"
    >
      <summary className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 p-4 font-semibold">
        <span>{t('verdict.heading')}</span>
        {report.quality && (
          <span className="font-normal text-ink-soft text-sm">{t(`quality.${report.quality.grade}`)}</span>
        )}
      </summary>
      <div className="border-line border-t p-4">
        <Verdict report={report} />
      </div>
    </details>
  );
}

/** On the selling page, where the model itself has no place. */
export function ScanDone({ report }: { report: ScanReportDto | null }) {
  const t = useTranslations('scan');
  return (
    <div className="flex flex-col gap-3">
      <Notice kind="done">
        <p className="font-semibold">{t('done')}</p>
        <p>{t('doneHelp')}</p>
      </Notice>
      {report && <VerdictDetails report={report} />}
    </div>
  );
}
