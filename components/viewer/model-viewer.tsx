'use client';

import { Rotate3d } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/bytes';
import { Icon } from '@/components/ui/icon';
import { Picture } from '@/components/ui/picture';
import { ProgressBar } from '@/components/ui/progress-bar';
import { canDraw, savesData } from './device';
import { ModelStage } from './model-stage';
import type { OrbitHandle } from './orbit';
import { useModel } from './use-model';

const ModelCanvas = lazy(() => import('./model-canvas'));

const never = () => () => undefined;

/** Calls `onSeen` once, when a good part of the element is in the window. */
function useSeen(onSeen: () => void, enabled: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!enabled || !place.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(), {
      threshold: 0.25,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [enabled, onSeen]);
  return place;
}

interface ModelViewerProps {
  title: string;
  modelUrl: string;
  /** For the progress; the model may come compressed, so the answer's own length is not asked. */
  modelBytes: number;
  posterUrl: string | null;
}

/**
 * A thing that turns. Poster first; the model is loaded when it comes into view, or when asked for where the device
 * saves data. Always as large as its place, so that nothing moves when the model comes.
 */
export function ModelViewer({ title, modelUrl, modelBytes, posterUrl }: ModelViewerProps) {
  const t = useTranslations('viewer');
  const { state, start } = useModel(modelUrl);
  const drawable = useSyncExternalStore(never, canDraw, () => true);
  const sparing = useSyncExternalStore(never, savesData, () => true);
  const [shown, setShown] = useState(false);
  const [lost, setLost] = useState(false);
  const orbit = useRef<OrbitHandle>(null);
  const place = useSeen(start, drawable && !sparing);
  const stage = useRef<HTMLDivElement>(null);

  const drawing = state.status === 'ready' && !lost && drawable;
  return (
    <div ref={place} className="size-full">
      <ModelStage ref={stage} label={t('label', { title })} orbit={orbit} active={drawing && shown}>
        {(freeTouch) => (
          <>
            {drawing && (
              <Suspense>
                <ModelCanvas
                  ref={orbit}
                  model={state.model}
                  freeTouch={freeTouch}
                  onFirstFrame={() => setShown(true)}
                  onTurned={(degrees) => stage.current?.setAttribute('data-azimuth', String(degrees))}
                  onContextLost={() => {
                    setLost(true);
                    setShown(false);
                  }}
                />
              </Suspense>
            )}
            <Poster url={posterUrl} title={title} hidden={drawing && shown} />
            <Foreground
              state={drawable ? state : { status: 'impossible' }}
              lost={lost}
              modelBytes={modelBytes}
              onStart={start}
              onReopen={() => setLost(false)}
            />
          </>
        )}
      </ModelStage>
      <p role="status" className="sr-only">
        {drawing && shown && t('ready')}
      </p>
    </div>
  );
}

function Poster({ url, title, hidden }: { url: string | null; title: string; hidden: boolean }) {
  if (!url) return null;
  return (
    <Picture
      src={url}
      alt={title}
      fetchPriority="high"
      className={`pointer-events-none absolute inset-0 size-full object-contain transition-opacity ${hidden ? 'opacity-0' : ''}`}
    />
  );
}

type Shown = ReturnType<typeof useModel>['state'] | { status: 'impossible' };

/** What lies over the poster until the model is there, or when it cannot come. */
function Foreground({
  state,
  lost,
  modelBytes,
  onStart,
  onReopen,
}: {
  state: Shown;
  lost: boolean;
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
  if (state.status === 'loading') return <Loading loaded={state.loadedBytes} total={modelBytes} />;
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

function Loading({ loaded, total }: { loaded: number; total: number }) {
  const t = useTranslations('viewer');
  const known = Math.max(total, loaded, 1);
  const words =
    loaded >= known && loaded > 0
      ? t('preparing')
      : t('loading', { loaded: formatBytes(loaded), total: formatBytes(known) });
  return (
    <div className="absolute inset-x-4 bottom-4 mx-auto flex max-w-80 flex-col gap-2 rounded-control bg-surface p-3 text-sm shadow-float">
      <p className="tabular-nums">{words}</p>
      <ProgressBar label={t('load')} fraction={loaded / known} />
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
