import { useCallback, useEffect, useRef, useState } from 'react';
import type { Group } from 'three';

export type ModelState =
  | { status: 'waiting' }
  | { status: 'loading'; loadedBytes: number }
  | { status: 'ready'; model: Group }
  | { status: 'failed'; kind: 'network' | 'broken' };

/** Bytes arrive in hundreds of small pieces; the screen needs to hear of a few. */
const reportEveryMs = 80;

function rarely(report: (loadedBytes: number) => void): (loadedBytes: number) => void {
  let reportedMs = 0;
  return (loadedBytes) => {
    if (performance.now() - reportedMs < reportEveryMs) return;
    reportedMs = performance.now();
    report(loadedBytes);
  };
}

/**
 * Loads a model when `start` is called, and frees it when the component leaves or the address changes. three and the
 * canvas are fetched with the first model and not with the page. The preview, where there is one, comes beside the model
 * and as a rule long before it; one that does not come is not missed.
 */
export function useModel(
  url: string,
  previewUrl: string | null,
): { state: ModelState; preview: Group | null; start(): void } {
  const [state, setState] = useState<ModelState>({ status: 'waiting' });
  const [preview, setPreview] = useState<Group | null>(null);
  const life = useRef<AbortController | null>(null);
  const busy = useRef(false);

  const start = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    const first = life.current === null;
    life.current ??= new AbortController();
    const { signal } = life.current;
    const fail = (kind: 'network' | 'broken') => {
      if (signal.aborted) return;
      busy.current = false;
      setState({ status: 'failed', kind });
    };
    setState({ status: 'loading', loadedBytes: 0 });
    const report = rarely((loadedBytes: number) => setState({ status: 'loading', loadedBytes }));
    void Promise.all([import('./load-model'), import('./model-canvas')]).then(
      async ([{ loadModel, ModelError }]) => {
        if (first && previewUrl) loadModel(previewUrl, signal).then(setPreview, () => undefined);
        try {
          setState({ status: 'ready', model: await loadModel(url, signal, report) });
        } catch (error) {
          fail(error instanceof ModelError ? error.kind : 'broken');
        }
      },
      () => fail('network'),
    );
  }, [url, previewUrl]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another model
  useEffect(
    () => () => {
      life.current?.abort();
      life.current = null;
      busy.current = false;
      setState({ status: 'waiting' });
      setPreview(null);
    },
    [url, previewUrl],
  );
  return { state, preview, start };
}
