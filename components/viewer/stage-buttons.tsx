'use client';

import { Maximize2, Minimize2, RotateCcw, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import type { OrbitHandle } from './orbit';
import { sides } from './pose';

/** Under the stage. Their place is kept while the model loads, so that nothing jumps when they can be used. */
export function StageButtons({
  orbit,
  active,
  full,
  onToggleFull,
}: {
  orbit: RefObject<OrbitHandle | null>;
  active: boolean;
  full: boolean;
  onToggleFull(): void;
}) {
  const t = useTranslations('viewer');
  return (
    <div
      role="toolbar"
      aria-label={t('controls')}
      className={`flex h-bar shrink-0 items-center justify-between gap-1 border-line border-t bg-surface px-2 ${active ? '' : 'invisible'}`}
    >
      <SideButtons orbit={orbit} />
      <div className="flex">
        <IconButton
          label={t('zoomOut')}
          className="max-sm:hidden"
          onClick={() => orbit.current?.move({ zoom: 1 / 1.2 })}
        >
          <Icon of={ZoomOut} />
        </IconButton>
        <IconButton
          label={t('zoomIn')}
          className="max-sm:hidden"
          onClick={() => orbit.current?.move({ zoom: 1.2 })}
        >
          <Icon of={ZoomIn} />
        </IconButton>
        <IconButton label={t('reset')} onClick={() => orbit.current?.reset()}>
          <Icon of={RotateCcw} />
        </IconButton>
        <IconButton label={full ? t('exitFullScreen') : t('fullScreen')} onClick={onToggleFull}>
          <Icon of={full ? Minimize2 : Maximize2} />
        </IconButton>
      </div>
    </div>
  );
}

function SideButtons({ orbit }: { orbit: RefObject<OrbitHandle | null> }) {
  const t = useTranslations('viewer');
  return (
    <div className="flex min-w-0">
      {sides.map((side) => (
        <button
          key={side}
          type="button"
          onClick={() => orbit.current?.lookAt(side)}
          className="min-h-11 rounded-control px-2.5 font-semibold text-sm transition-opacity hover:opacity-70"
        >
          {t(side)}
        </button>
      ))}
    </div>
  );
}
