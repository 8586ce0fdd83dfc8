'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { useFocusWhenGone } from '@/components/ui/use-focus-when-gone';
import { useAction } from '@/components/use-action';
import { CanvasBoundary } from '@/components/viewer/canvas-boundary';
import type { ScanState } from '@/lib/protocol/scan-state';
import { overallFraction, stagePosition } from '@/lib/scans/policy';
import { type ScanFailureReason, type ScanReportDto, scanFailureReasonSchema } from '@/lib/scans/schema';
import { HeldScan } from './held-scan';
import { RemainingTime } from './remaining-time-text';
import type { ScanActions } from './scan-actions';

const SparsePoints = lazy(() => import('./sparse-points'));
const RoughModel = lazy(() => import('./rough-model'));

/** The making of a model, for its seller. `connected` is false while news of it cannot arrive. */
export function ScanCard({
  scan,
  report,
  connected,
  ...actions
}: ScanActions & { scan: ScanState; report: ScanReportDto | null; connected: boolean | null }) {
  const card = useFocusWhenGone<HTMLElement>('video');
  return (
    <section
      ref={card}
      aria-labelledby={scan.scanId}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4"
      data-testid="scan-card"
      data-status={scan.status}
      data-stage={scan.stage ?? ''}
    >
      {scan.status === 'failed' && <FailedScan scan={scan} {...actions} />}
      {scan.status === 'held' && <HeldScan scan={scan} report={report} {...actions} />}
      {scan.status !== 'failed' && scan.status !== 'held' && (
        <ScanAtWork scan={scan} connected={connected} cancel={actions.cancel} />
      )}
    </section>
  );
}

/** The sentence of the stage; an engine newer than this page may name one that it does not know. */
function useStageText(scan: ScanState): string {
  const t = useTranslations('scan');
  if (scan.status === 'done') return t('done');
  if (scan.status === 'queued' || scan.stage === null) return t('queued');
  const key = `stage.${scan.stage}` as 'stage.inspect';
  return t.has(key) ? t(key) : t('heading');
}

function ScanAtWork({
  scan,
  connected,
  cancel,
}: Pick<ScanActions, 'cancel'> & { scan: ScanState; connected: boolean | null }) {
  const t = useTranslations('scan');
  const stageText = useStageText(scan);
  const position = scan.status === 'running' ? stagePosition(scan.stage) : null;
  const overall = scan.status === 'done' ? 1 : overallFraction(scan.stage, scan.fraction);
  const act = useAction(() => cancel(scan.scanId));
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={scan.scanId} className="font-bold text-lg">
          {t('heading')}
        </h2>
        {position && <p className="text-ink-soft text-sm tabular-nums">{t('stageOf', position)}</p>}
      </div>
      <CanvasBoundary>
        <GrowingItem scan={scan} />
      </CanvasBoundary>
      <div className="flex flex-col gap-2">
        <p role="status" className="font-semibold">
          {stageText}
        </p>
        <ProgressBar label={t('progress')} fraction={overall} />
        <p className="text-ink-soft text-sm tabular-nums">
          {scan.status === 'queued' && (
            <span>{scan.scansAhead ? t('scansAhead', { count: scan.scansAhead }) : t('queuedHelp')} </span>
          )}
          {(scan.status === 'running' || scan.remainingSeconds !== null) && (
            <RemainingTime
              startedAt={scan.startedAt}
              overall={overall}
              measuredSeconds={scan.remainingSeconds}
            />
          )}
        </p>
      </div>
      <Counts scan={scan} />
      {connected === false && <Notice kind="info">{t('offline')}</Notice>}
      <p className="text-sm">{t('close')}</p>
      {act.failure}
      <div>
        <Button onClick={act.run} aria-disabled={act.busy}>
          {t('cancel')}
        </Button>
      </div>
    </>
  );
}

/** The thing as far as it is known: points once some cameras are solved, of all of them, then its shape. */
function GrowingItem({ scan }: { scan: ScanState }) {
  const t = useTranslations('scan');
  const { previewUrl, sparsePointsUrl } = scan;
  if (!previewUrl && !sparsePointsUrl) return null;
  const label = t(previewUrl ? 'shape' : 'points');
  return (
    <figure className="flex flex-col gap-2">
      <div className="aspect-4/3 overflow-hidden rounded-control bg-stage">
        <Suspense>
          {previewUrl ? (
            <RoughModel url={previewUrl} label={label} />
          ) : (
            <SparsePoints url={sparsePointsUrl ?? ''} label={label} />
          )}
        </Suspense>
      </div>
      <figcaption className="text-ink-soft text-sm">{label}</figcaption>
    </figure>
  );
}

/** What the scan has found so far, in numbers. */
function Counts({ scan }: { scan: ScanState }) {
  const t = useTranslations('scan');
  const rows = [
    scan.framesChosen !== null && ([t('frames'), t('framesCount', { count: scan.framesChosen })] as const),
    scan.camerasSolved !== null &&
      ([t('cameras'), t('camerasCount', { count: scan.camerasSolved })] as const),
  ].filter((row) => row !== false);
  if (rows.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm tabular-nums">
      {rows.map(([name, value]) => (
        <div key={name} className="flex gap-2">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same video may do next time: it was not at fault. */
const worthAnotherTry: ReadonlySet<ScanFailureReason> = new Set([
  'engine_crashed',
  'out_of_space',
  'cancelled',
]);

function FailedScan({ scan, retry, newVideoHref }: ScanActions & { scan: ScanState }) {
  const t = useTranslations('scan');
  const reason = scanFailureReasonSchema.catch('engine_crashed').parse(scan.failureReason);
  const act = useAction(() => retry(scan.scanId));
  return (
    <>
      <h2 id={scan.scanId} className="font-bold text-lg">
        {t('failed')}
      </h2>
      <p data-testid="scan-failure" data-reason={reason}>
        {t(`failure.${reason}`)}
      </p>
      {act.failure}
      <div className="flex flex-wrap gap-2">
        {worthAnotherTry.has(reason) && (
          <Button look="primary" onClick={act.run} aria-disabled={act.busy}>
            {t('retry')}
          </Button>
        )}
        {newVideoHref && <ButtonLink href={newVideoHref}>{t('newVideo')}</ButtonLink>}
      </div>
    </>
  );
}
