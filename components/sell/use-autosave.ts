import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { Autosaver, type AutosaveState, type Keep } from './autosave';

/**
 * Saves what is typed: after a pause, when the page is left or put away before that, and once more when the network is
 * back. What does not arrive all the same is kept.
 */
export function useAutosave<Fields extends object>(
  save: (fields: Partial<Fields>) => Promise<Outcome<void>>,
  keep: Keep<Fields>,
): { saver: Autosaver<Fields>; state: AutosaveState<Fields> } {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const [saver] = useState(() => new Autosaver<Fields>((fields) => settle(latest.current(fields)), keep));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot, saver.snapshot);

  useEffect(() => {
    const flush = () => void saver.flush();
    const onHidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('online', flush);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('online', flush);
      flush();
    };
  }, [saver]);
  return { saver, state };
}
