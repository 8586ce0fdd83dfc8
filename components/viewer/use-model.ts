import { useCallback, useEffect, useRef, useState } from 'react';
import type { Group } from 'three';

export type ModelState =
  | { status: 'waiting' }
  | { status: 'loading'; loadedBytes: number }
  | { status: 'ready'; model: Group }
  | { status: 'failed'; kind: 'network' | 'broken' };

/** Bytes arrive in hundreds of small pieces; the screen needs to hear of a few. */
const reportEveryMs = 80;

/**
 * Loads a model when `start` is called, and frees it when the component leaves or the address changes. three is
 * fetched with the first model and not with the page.
 */
export function useModel(url: string): { state: ModelState; start(): void } {
  const [state, setState] = useState<ModelState>({ status: 'waiting' });
  const job = useRef<AbortController | null>(null);

  const start = useCallback(() => {
    if (job.current) return;
    const abort = new AbortController();
    job.current = abort;
    setState({ status: 'loading', loadedBytes: 0 });
    let reportedMs = 0;
    const report = (loadedBytes: number) => {
      if (performance.now() - reportedMs < reportEveryMs) return;
      reportedMs = performance.now();
      setState({ status: 'loading', loadedBytes });
    };
    void import('./load-model').then(
      async ({ loadModel, disposeModel, ModelError }) => {
        try {
          const model = await loadModel(url, abort.signal, report);
          abort.signal.addEventListener('abort', () => disposeModel(model));
          setState({ status: 'ready', model });
        } catch (error) {
          if (abort.signal.aborted) return;
          job.current = null;
          setState({ status: 'failed', kind: error instanceof ModelError ? error.kind : 'broken' });
        }
      },
      () => {
        job.current = null;
        if (!abort.signal.aborted) setState({ status: 'failed', kind: 'network' });
      },
    );
  }, [url]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another model
  useEffect(
    () => () => {
      job.current?.abort();
      job.current = null;
      setState({ status: 'waiting' });
    },
    [url],
  );
  return { state, start };
}
