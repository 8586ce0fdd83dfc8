import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { useAction } from '@/components/use-action';
import type { ScanState } from '@/lib/protocol/scan-state';
import type { ScanReportDto } from '@/lib/scans/schema';
import type { ScanActions } from './scan-actions';
import { Verdict } from './verdict/verdict';

type Props = ScanActions & { scan: ScanState; report: ScanReportDto | null };

/** A model too poor to be shown unasked: its seller decides. */
export function HeldScan({ scan, report, publish, discard, newVideoHref, modelHref }: Props) {
  const t = useTranslations('scan.held');
  const publishing = useAction(() => publish(scan.scanId));
  /** Null before it was asked for the first time. */
  const [asking, setAsking] = useState<boolean | null>(null);
  return (
    <>
      <div className="flex flex-col gap-2">
        <h2 id={scan.scanId} className="font-bold text-lg">
          {t('heading')}
        </h2>
        <p>{t(modelHref ? 'lookThere' : 'lookHere')}</p>
      </div>
      {report && <Verdict report={report} />}
      {publishing.failure}
      {asking ? (
        <DiscardQuestion discard={() => discard(scan.scanId)} onKeep={() => setAsking(false)} />
      ) : (
        <div className="flex flex-wrap gap-2">
          {newVideoHref && (
            <ButtonLink look="primary" href={newVideoHref}>
              {t('again')}
            </ButtonLink>
          )}
          {modelHref && <ButtonLink href={modelHref}>{t('see')}</ButtonLink>}
          <Button onClick={publishing.run} aria-disabled={publishing.busy}>
            {t('publish')}
          </Button>
          {/* Whoever keeps it comes back to where they were. */}
          <Button onClick={() => setAsking(true)} autoFocus={asking === false}>
            {t('discard')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Asked, since nothing brings the model back. */
function DiscardQuestion({ discard, onKeep }: { discard: Parameters<typeof useAction>[0]; onKeep(): void }) {
  const t = useTranslations('scan.held');
  const discarding = useAction(discard);
  return (
    <div className="flex flex-col gap-3">
      <p role="alert">{t('discardQuestion')}</p>
      {discarding.failure}
      <div className="flex flex-wrap gap-2">
        <Button look="danger" onClick={discarding.run} aria-disabled={discarding.busy} autoFocus>
          {t('discardNow')}
        </Button>
        <Button onClick={onKeep}>{t('keep')}</Button>
      </div>
    </div>
  );
}
