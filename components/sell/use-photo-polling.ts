import { useEffect, useRef } from 'react';
import type { PhotoDto } from '@/lib/media/schema';

const everyMs = 2500;

/** Asks again while the copies of a photo are being made: that takes a second or two, and no socket tells of it. */
export function usePhotoPolling(photos: readonly PhotoDto[], onChanged: () => void): void {
  const waiting = photos.some((photo) => photo.status === 'processing');
  const ask = useRef(onChanged);
  useEffect(() => {
    ask.current = onChanged;
  });
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && ask.current(), everyMs);
    return () => clearInterval(timer);
  }, [waiting]);
}
