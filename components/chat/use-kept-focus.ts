import { useEffect, useRef } from 'react';

/**
 * Keeps the focus in the list: the line that was moved away takes its menu's button along, and the way back goes once it
 * was taken. Whoever uses the keyboard would begin at the top of the page again.
 * @param note what just happened; another one each time
 */
export function useKeptFocus(note: object | null) {
  const all = useRef<HTMLDivElement>(null);
  const undo = useRef<HTMLButtonElement>(null);
  const before = useRef(note);
  useEffect(() => {
    if (note === before.current) return;
    before.current = note;
    const lost = document.activeElement === document.body;
    // Without scrolling: whoever has moved one far down goes on there.
    (undo.current ?? (lost ? all.current : null))?.focus({ preventScroll: true });
  }, [note]);
  return { all, undo };
}
