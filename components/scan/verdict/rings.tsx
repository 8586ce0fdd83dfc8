import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { ScanReportDto } from '@/lib/scans/schema';
import { directionsWithin, heightOf } from './directions';

type Ring = NonNullable<ScanReportDto['rings']>[number];

/** How much of the circle was filmed at each height, and what is missing there. */
export function Rings({ rings }: { rings: readonly Ring[] }) {
  const t = useTranslations('scan.verdict');
  const id = useId();
  if (rings.length === 0) return null;
  const ordered = [...rings].sort((a, b) => a.elevationDegrees - b.elevationDegrees);
  return (
    <div className="flex flex-col gap-2">
      <p id={id} className="font-semibold text-sm">
        {t('rings')}
      </p>
      <ul aria-labelledby={id} className="flex flex-col gap-3" data-testid="rings">
        {ordered.map((ring) => (
          <RingRow key={ring.elevationDegrees} ring={ring} />
        ))}
      </ul>
    </div>
  );
}

function RingRow({ ring }: { ring: Ring }) {
  const t = useTranslations('scan.verdict');
  const missing = [...new Set(ring.gaps.flatMap(directionsWithin))];
  return (
    <li className="flex flex-col gap-1 text-sm">
      <div className="flex flex-wrap justify-between gap-x-4 tabular-nums">
        <p className="first-letter:uppercase">
          {t('ring', {
            height: t(`height.${heightOf(ring.elevationDegrees)}`),
            degrees: Math.round(ring.elevationDegrees),
          })}
        </p>
        <p className="font-semibold">{t('covered', { degrees: Math.round(ring.coveredDegrees) })}</p>
      </div>
      {missing.length > 0 && (
        <p className="text-ink-soft">
          {t('gaps', { gaps: missing.map((direction) => t(`direction.${direction}`)).join(', ') })}
        </p>
      )}
    </li>
  );
}
