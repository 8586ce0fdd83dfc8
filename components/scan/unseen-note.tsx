import { EyeOff } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { ScanReportDto } from '@/lib/scans/schema';

/** Tells a buyer which sides of the model are a guess. */
export function UnseenNote({ sides }: { sides: ScanReportDto['missingSides'] }) {
  const t = useTranslations('scan.verdict');
  const format = useFormatter();
  if (sides.length === 0) return null;
  return (
    <p className="flex gap-2 px-4 text-ink-soft text-sm md:px-0" data-testid="unseen-note">
      <Icon of={EyeOff} className="mt-0.5 size-4" />
      {t('unseen', { sides: format.list(sides.map((side) => t(`side.${side}`))) })}
    </p>
  );
}
