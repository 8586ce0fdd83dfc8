import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { ScanReportDto } from '@/lib/scans/schema';

const looks = {
  good: { icon: CircleCheck, colour: 'text-green' },
  fair: { icon: CircleMinus, colour: 'text-ink-soft' },
  poor: { icon: CircleAlert, colour: 'text-red' },
} as const;

/** How good the model may be, and what keeps it from being better. */
export function Quality({ quality }: { quality: NonNullable<ScanReportDto['quality']> }) {
  const t = useTranslations('scan.quality');
  const { icon, colour } = looks[quality.grade];
  return (
    <div className="flex flex-col gap-2" data-testid="quality" data-grade={quality.grade}>
      <p className="flex items-center gap-2 font-semibold">
        <Icon of={icon} className={`size-5 ${colour}`} />
        {t(quality.grade)}
      </p>
      {quality.reasons.length > 0 && (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {quality.reasons.map((reason) => (
            <li key={reason}>{t(`reason.${reason}`)}</li>
          ))}
        </ul>
      )}
      <p className="text-ink-soft text-sm tabular-nums">
        {t('estimate', { percent: Math.round(quality.estimate * 100) })}
      </p>
    </div>
  );
}
