'use client';

import { useTranslations } from 'next-intl';
import { lazy, type RefObject, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Object3D } from 'three';
import { Picture } from '@/components/ui/picture';
import { CanvasBoundary } from './canvas-boundary';
import { canDraw, savesData } from './device';
import { ModelStage } from './model-stage';
import type { OrbitHandle } from './orbit';
import type { Pose } from './pose';
import { StageForeground } from './stage-foreground';
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
  /** A first level, small enough to be there at once. */
  previewUrl: string | null;
  /** For the progress; the model may come compressed, so the answer's own length is not asked. */
  modelBytes: number;
  posterUrl: string | null;
  /** Where the camera begins; null for the usual place. */
  start: Pose | null;
  /** The camera, for those who are told that there is something to turn. */
  orbit: RefObject<OrbitHandle | null>;
  onActive(active: boolean): void;
}

/**
 * A thing that turns. Poster first, then the preview, then the model in its place; both are loaded when it comes into view, or when asked for where the device
 * saves data. Always as large as its place, so that nothing moves when the model comes.
 */
export function ModelViewer({
  title,
  modelUrl,
  previewUrl,
  modelBytes,
  posterUrl,
  start: firstPose,
  orbit,
  onActive,
}: ModelViewerProps) {
  const t = useTranslations('viewer');
  const { state, preview, start } = useModel(modelUrl, previewUrl);
  const [refused, setRefused] = useState(false);
  // The answer is an old one: a context that was lost may not be given again.
  const drawable = useSyncExternalStore(never, canDraw, () => true) && !refused;
  const sparing = useSyncExternalStore(never, savesData, () => true);
  const [shown, setShown] = useState(false);
  const [seen, setSeen] = useState<Object3D | null>(null);
  const [lost, setLost] = useState(false);
  const place = useSeen(start, drawable && !sparing);
  const stage = useRef<HTMLDivElement>(null);

  const model = state.status === 'ready' ? state.model : preview;
  const drawing = model !== null && !lost && drawable;
  const active = drawing && shown;
  useEffect(() => onActive(active), [active, onActive]);
  const detailed = active && state.status === 'ready' && seen === state.model;
  return (
    <div ref={place} className="size-full">
      <ModelStage ref={stage} label={t('label', { title })} orbit={orbit} active={active} detailed={detailed}>
        {(freeTouch) => (
          <>
            {drawing && (
              <CanvasBoundary
                onFailed={() => {
                  setRefused(true);
                  setShown(false);
                }}
              >
                <Suspense>
                  <ModelCanvas
                    ref={orbit}
                    model={model}
                    freeTouch={freeTouch}
                    start={firstPose}
                    onShown={setSeen}
                    onFirstFrame={() => setShown(true)}
                    onTurned={(degrees) => stage.current?.setAttribute('data-azimuth', String(degrees))}
                    onContextLost={() => {
                      setLost(true);
                      setShown(false);
                    }}
                  />
                </Suspense>
              </CanvasBoundary>
            )}
            <Poster url={posterUrl} title={title} hidden={active} />
            <StageForeground
              state={drawable ? state : { status: 'impossible' }}
              lost={lost}
              previewed={active}
              modelBytes={modelBytes}
              onStart={start}
              onReopen={() => setLost(false)}
            />
          </>
        )}
      </ModelStage>
      <p role="status" className="sr-only">
        {detailed && t('ready')}
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
