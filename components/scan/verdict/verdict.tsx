import { useFormatter, useTranslations } from 'next-intl';
import type { ScanReportDto } from '@/lib/scans/schema';
import { FrameRing } from './frame-ring';
import { Quality } from './quality';
import { Rings } from './rings';

/** What a scan saw and what it could not see, for its seller. Parts that this scan did not measure are left out. */
export function Verdict({ report }: { report: ScanReportDto }) {
  const t = useTranslations('scan.verdict');
  return (
    <div className="flex flex-col gap-5" data-testid="verdict">
      {report.quality && <Quality quality={report.quality} />}
      <MissingSides sides={report.missingSides} />
      <Solved report={report} />
      {report.frames.length > 0 && <FrameRing frames={report.frames} />}
      {report.rings && <Rings rings={report.rings} />}
      {report.scale === 'unknown' && <p className="text-ink-soft text-sm">{t('scaleUnknown')}</p>}
    </div>
  );
}

/** The sides that are missing, and what to film. */
function MissingSides({ sides }: { sides: ScanReportDto['missingSides'] }) {
  const t = useTranslations('scan.verdict');
  const format = useFormatter();
  if (sides.length === 0) return null;
  const names = format.list(sides.map((side) => t(`side.${side}`)));
  return <p className="font-semibold">{t(sides.length > 1 ? 'filmMore' : 'filmOne', { sides: names })}</p>;
}

function Solved({ report }: { report: ScanReportDto }) {
  const t = useTranslations('scan.verdict');
  const rows = [
    [t('solved'), t('solvedOf', { solved: report.camerasSolved, chosen: report.framesChosen })],
    [t('around'), t('covered', { degrees: Math.round(report.coveredDegrees) })],
  ] as const;
  return (
    <dl className="flex flex-col gap-1 text-sm tabular-nums">
      {rows.map(([name, value]) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
