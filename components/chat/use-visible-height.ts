import { useEffect } from 'react';

/**
 * Says in `--visible-height` how much of the window the keyboard of a phone leaves. Chrome makes the page shorter by
 * itself (interactive-widget in app/layout.tsx); Safari lays the keyboard over it and scrolls.
 */
export function useVisibleHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const root = document.documentElement;
    const look = () => {
      // Somebody who has zoomed in sees a part of the page: that is no keyboard.
      if (viewport.scale !== 1) return;
      root.style.setProperty('--visible-height', `${viewport.height}px`);
      if (viewport.height < window.innerHeight) window.scrollTo(0, 0);
    };
    look();
    viewport.addEventListener('resize', look);
    return () => {
      viewport.removeEventListener('resize', look);
      root.style.removeProperty('--visible-height');
    };
  }, []);
}
