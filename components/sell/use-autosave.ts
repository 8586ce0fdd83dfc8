import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { Autosaver, type AutosaveState } from './autosave';

/** Saves what is typed, also when the page is left or put away before the pause is over. */
export function useAutosave<Fields extends object>(
  save: (fields: Partial<Fields>) => Promise<Outcome<void>>,
): { saver: Autosaver<Fields>; state: AutosaveState } {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const [saver] = useState(() => new Autosaver<Fields>((fields) => settle(latest.current(fields))));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot, saver.snapshot);

  useEffect(() => {
    const flush = () => void saver.flush();
    const onHidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      flush();
    };
  }, [saver]);
  return { saver, state };
}
