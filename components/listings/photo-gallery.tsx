'use client';

import { ChevronLeft, ChevronRight, ImageOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Picture } from '@/components/ui/picture';
import type { PhotoDto } from '@/lib/media/schema';

/** Photos side by side: swiped on a phone, with buttons elsewhere, with the arrow keys once it has the focus. */
export function PhotoGallery({ title, photos }: { title: string; photos: readonly PhotoDto[] }) {
  const t = useTranslations('listing');
  const strip = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(0);
  if (photos.length === 0) {
    return (
      <div className="flex size-full flex-col items-center justify-center gap-3 text-ink-soft">
        <Icon of={ImageOff} className="size-8" />
        <p className="text-sm">{t('noPicture')}</p>
      </div>
    );
  }
  const go = (index: number) =>
    strip.current?.scrollTo({ left: index * strip.current.clientWidth, behavior: 'smooth' });
  const onScroll = () => {
    if (strip.current)
      setShown(Math.round(strip.current.scrollLeft / Math.max(1, strip.current.clientWidth)));
  };
  const arrow = 'absolute top-1/2 -translate-y-1/2 bg-surface max-md:hidden';
  return (
    <div className="relative size-full">
      <ul
        ref={strip}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a strip that scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label={t('photos')}
        className="flex size-full snap-x snap-mandatory overflow-x-auto overscroll-x-contain [scrollbar-width:none]"
      >
        {photos.map((photo, index) => (
          <li key={photo.id} className="size-full shrink-0 snap-center">
            {photo.largeUrl ? (
              <Picture
                src={photo.largeUrl}
                alt={t('photoAlt', { title, index: index + 1 })}
                width={photo.width ?? undefined}
                height={photo.height ?? undefined}
                loading={index === 0 ? 'eager' : 'lazy'}
                className="size-full object-contain"
              />
            ) : (
              <p className="flex size-full items-center justify-center text-ink-soft text-sm">
                {t('processing')}
              </p>
            )}
          </li>
        ))}
      </ul>
      {photos.length > 1 && (
        <>
          <p className="absolute right-3 bottom-3 rounded-full bg-surface px-3 py-1 text-sm tabular-nums">
            {t('photo', { index: shown + 1, total: photos.length })}
          </p>
          {shown > 0 && (
            <IconButton label={t('previous')} onClick={() => go(shown - 1)} className={`${arrow} left-3`}>
              <Icon of={ChevronLeft} />
            </IconButton>
          )}
          {shown < photos.length - 1 && (
            <IconButton label={t('next')} onClick={() => go(shown + 1)} className={`${arrow} right-3`}>
              <Icon of={ChevronRight} />
            </IconButton>
          )}
        </>
      )}
    </div>
  );
}
