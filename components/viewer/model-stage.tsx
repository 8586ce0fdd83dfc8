'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { OrbitHandle } from './orbit';
import { StageButtons } from './stage-buttons';
import { TurnHint } from './turn-hint';
import { useFullScreen } from './use-full-screen';

const step = Math.PI / 12;

/** What a key does with the camera; undefined for keys that belong to the page. */
function keyMove(key: string): Parameters<OrbitHandle['move']>[0] | 'reset' | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { azimuth: -step };
    case 'ArrowRight':
      return { azimuth: step };
    case 'ArrowUp':
      return { polar: -step };
    case 'ArrowDown':
      return { polar: step };
    case '+':
    case '=':
      return { zoom: 1.2 };
    case '-':
    case '_':
      return { zoom: 1 / 1.2 };
    case 'Home':
    case '0':
      return 'reset';
    default:
      return undefined;
  }
}

/** Does what a key asks of the camera, if anything; says whether it did. */
function turnByKey(event: KeyboardEvent, orbit: OrbitHandle): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const move = keyMove(event.key);
  if (!move) return false;
  event.preventDefault();
  if (move === 'reset') orbit.reset();
  else orbit.move(move);
  return true;
}

/** A wheel over the model scrolls the page, unless it is meant for the model: with Ctrl, or where there is no page. */
function useWheelForPage(stage: RefObject<HTMLDivElement | null>, full: boolean) {
  useEffect(() => {
    const element = stage.current;
    if (!element || full) return;
    const keepFromControls = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    };
    element.addEventListener('wheel', keepFromControls, { capture: true, passive: true });
    return () => element.removeEventListener('wheel', keepFromControls, { capture: true });
  }, [stage, full]);
}

/** The stage of a model: it takes the keys while it has the focus, and carries the buttons beneath. */
export function ModelStage({
  ref,
  label,
  orbit,
  active,
  detailed,
  children,
}: {
  ref: RefObject<HTMLDivElement | null>;
  label: string;
  orbit: RefObject<OrbitHandle | null>;
  /** Whether there is a model to turn. */
  active: boolean;
  /** Whether what is seen is the whole model and not its preview. */
  detailed: boolean;
  children(freeTouch: boolean): ReactNode;
}) {
  const t = useTranslations('viewer');
  const whole = useRef<HTMLDivElement>(null);
  const [touched, setTouched] = useState(false);
  const { full, toggle } = useFullScreen(whole);
  useWheelForPage(ref, full);

  const onKeyDown = (event: KeyboardEvent) => {
    if (active && orbit.current && turnByKey(event, orbit.current)) setTouched(true);
  };

  return (
    <div
      ref={whole}
      className={full ? 'fixed inset-0 z-50 flex flex-col bg-stage' : 'flex size-full flex-col'}
      data-testid="model-viewer"
      data-ready={active}
      data-detailed={detailed}
    >
      <div
        ref={ref}
        role="application"
        aria-label={label}
        tabIndex={active ? 0 : -1}
        onKeyDown={onKeyDown}
        onPointerDown={() => setTouched(true)}
        className="relative min-h-0 flex-1 overflow-hidden bg-stage focus-visible:-outline-offset-2"
        data-testid="model-stage"
      >
        {children(full)}
        <TurnHint show={detailed && !touched}>{t('hint')}</TurnHint>
      </div>
      <StageButtons orbit={orbit} active={active} full={full} onToggleFull={toggle} />
    </div>
  );
}
