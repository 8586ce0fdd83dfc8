import { type RefObject, useEffect, useState } from 'react';

/**
 * Full screen of the device where it is allowed, else all of the window: phones that give it to videos only get the
 * same page. Escape leaves both.
 */
export function useFullScreen(element: RefObject<HTMLElement | null>): { full: boolean; toggle(): void } {
  const [full, setFull] = useState(false);

  useEffect(() => {
    if (!full) return;
    const onChange = () => !document.fullscreenElement && setFull(false);
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setFull(false);
    document.addEventListener('fullscreenchange', onChange);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      document.removeEventListener('keydown', onKey);
    };
  }, [full]);

  const toggle = () => {
    setFull(!full);
    if (full && document.fullscreenElement) void document.exitFullscreen();
    if (!full) void element.current?.requestFullscreen?.().catch(() => undefined);
  };
  return { full, toggle };
}
