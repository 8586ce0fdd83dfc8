'use client';

import { ChevronLeft, ChevronRight, ImageOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Photo } from '@/components/ui/photo';
import type { PhotoDto } from '@/lib/media/schema';

/** Photos side by side: swiped on a phone, with buttons elsewhere, with the arrow keys once it has the focus. */
export function PhotoGallery({ title, photos }: { title: string; photos: readonly PhotoDto[] }) {
  const t = useTranslations('listing');
  const strip = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(0);
  if (photos.length === 0) return <NoPhotos />;
  const go = (index: number) => {
    strip.current?.scrollTo({ left: index * strip.current.clientWidth, behavior: 'smooth' });
    // The button that was pressed goes at the end.
    if (index === 0 || index === photos.length - 1) strip.current?.focus({ preventScroll: true });
  };
  const onScroll = () => {
    if (strip.current)
      setShown(Math.round(strip.current.scrollLeft / Math.max(1, strip.current.clientWidth)));
  };
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
          <Slide
            key={photo.id}
            photo={photo}
            alt={t('photoAlt', { title, index: index + 1 })}
            first={index === 0}
          />
        ))}
      </ul>
      {photos.length > 1 && <Turning shown={shown} total={photos.length} go={go} />}
    </div>
  );
}

/** The stage is as wide as a phone, and three fifths of a desktop page: see app/listings/[id]/page.tsx. */
const stageSizes = '(min-width: 1280px) 768px, (min-width: 768px) 60vw, 100vw';

function Slide({ photo, alt, first }: { photo: PhotoDto; alt: string; first: boolean }) {
  const t = useTranslations('listing');
  return (
    <li className="size-full shrink-0 snap-center">
      {photo.copies.length > 0 ? (
        <Photo
          photo={photo}
          alt={alt}
          sizes={stageSizes}
          loading={first ? 'eager' : 'lazy'}
          className="size-full object-contain"
        />
      ) : (
        <p className="flex size-full items-center justify-center text-ink-soft text-sm">{t('processing')}</p>
      )}
    </li>
  );
}

/** Which photo it is, and the buttons to the next and the one before. */
function Turning({ shown, total, go }: { shown: number; total: number; go(index: number): void }) {
  const t = useTranslations('listing');
  const arrow = 'absolute top-1/2 -translate-y-1/2 bg-surface max-md:hidden';
  return (
    <>
      <p className="absolute right-3 bottom-3 rounded-full bg-surface px-3 py-1 text-sm tabular-nums">
        {t('photo', { index: shown + 1, total })}
      </p>
      {shown > 0 && (
        <IconButton label={t('previous')} onClick={() => go(shown - 1)} className={`${arrow} left-3`}>
          <Icon of={ChevronLeft} />
        </IconButton>
      )}
      {shown < total - 1 && (
        <IconButton label={t('next')} onClick={() => go(shown + 1)} className={`${arrow} right-3`}>
          <Icon of={ChevronRight} />
        </IconButton>
      )}
    </>
  );
}

function NoPhotos() {
  const t = useTranslations('listing');
  return (
    <div className="flex size-full flex-col items-center justify-center gap-3 text-ink-soft">
      <Icon of={ImageOff} className="size-8" />
      <p className="text-sm">{t('noPicture')}</p>
    </div>
  );
}
