import { Rotate3d } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/bytes';
import { Icon } from '@/components/ui/icon';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { ModelState } from './use-model';

type Shown = ModelState | { status: 'impossible' };

/** What lies over the poster or the preview until the model is there, or when it cannot come. */
export function StageForeground({
  state,
  lost,
  previewed,
  modelBytes,
  onStart,
  onReopen,
}: {
  state: Shown;
  lost: boolean;
  /** Whether a preview can be turned already. */
  previewed: boolean;
  modelBytes: number;
  onStart(): void;
  onReopen(): void;
}) {
  const t = useTranslations('viewer');
  if (state.status === 'impossible') return <Panel>{t('noWebgl')}</Panel>;
  if (lost)
    return <Panel action={<Button onClick={onReopen}>{t('reopen')}</Button>}>{t('contextLost')}</Panel>;
  if (state.status === 'failed') {
    const again = state.kind === 'network' && <Button onClick={onStart}>{t('again')}</Button>;
    return <Panel action={again}>{t(state.kind === 'network' ? 'failed' : 'broken')}</Panel>;
  }
  if (state.status === 'loading')
    return <Loading loaded={state.loadedBytes} total={modelBytes} previewed={previewed} />;
  if (state.status === 'ready') return null;
  return (
    <div className="absolute inset-x-0 bottom-4 flex justify-center">
      <Button onClick={onStart}>
        <Icon of={Rotate3d} />
        {modelBytes > 0 ? t('loadBytes', { size: formatBytes(modelBytes) }) : t('load')}
      </Button>
    </div>
  );
}

function Loading({ loaded, total, previewed }: { loaded: number; total: number; previewed: boolean }) {
  const t = useTranslations('viewer');
  const known = Math.max(total, loaded, 1);
  const bytes = { loaded: formatBytes(loaded), total: formatBytes(known) };
  const bar = <ProgressBar label={t('load')} fraction={loaded / known} />;
  if (previewed) {
    // Small and at the edge: the thing can be turned already, and nothing should lie on it.
    return (
      <div className="pointer-events-none absolute inset-x-4 bottom-3 mx-auto flex max-w-80 flex-col items-center gap-1.5 text-xs">
        <p className="rounded-full bg-surface px-3 py-1 tabular-nums">{t('loadingDetail', bytes)}</p>
        <div className="w-full">{bar}</div>
      </div>
    );
  }
  return (
    <div className="absolute inset-x-4 bottom-4 mx-auto flex max-w-80 flex-col gap-2 rounded-control bg-surface p-3 text-sm shadow-float">
      <p className="tabular-nums">{loaded >= known && loaded > 0 ? t('preparing') : t('loading', bytes)}</p>
      {bar}
    </div>
  );
}

function Panel({ children, action }: { children: string; action?: ReactNode }) {
  return (
    <div
      role="alert"
      className="absolute inset-x-4 bottom-4 mx-auto flex max-w-96 flex-col items-start gap-3 rounded-control bg-surface p-4 text-sm shadow-float"
    >
      <p>{children}</p>
      {action}
    </div>
  );
}
