import { useEffect, useRef, useState } from 'react';
import { isAtWork, type ScanState } from '@/lib/protocol/scan-state';
import { useLive } from './live';
import { watchScan } from './watch-scan';

/** The newest of two states of one scan; another scan (a second video) always counts as newer. */
export function newestState(known: ScanState, received: ScanState): ScanState {
  return received.scanId === known.scanId && received.version < known.version ? known : received;
}

/**
 * A scan as it is now: what came with the page, kept up to date over the tab's socket until it has ended. The server
 * answers with the whole state at once and after every change, so that a connection that was lost misses nothing.
 * `connected` is null until the first answer.
 */
export function useScan(
  initial: ScanState,
  /** Called once, when a scan that was at work has ended. */
  onEnded?: () => void,
): { scan: ScanState; connected: boolean | null } {
  const { socket } = useLive();
  const [scan, setScan] = useState(initial);
  const [connected, setConnected] = useState<boolean | null>(null);
  const { scanId } = initial;

  // The page may have been rendered anew, for example after a retry.
  useEffect(() => setScan((known) => newestState(known, initial)), [initial]);

  const watching = isAtWork(scan.status);
  useEffect(() => {
    if (!watching || !socket) return;
    return watchScan(socket, scanId, {
      onLost: () => setConnected(false),
      onState: (state) => {
        setConnected(true);
        setScan((known) => newestState(known, state));
      },
    });
  }, [socket, scanId, watching]);

  const ended = useRef(onEnded);
  const watched = useRef(watching);
  useEffect(() => {
    ended.current = onEnded;
  });
  useEffect(() => {
    if (watched.current && !watching) ended.current?.();
    watched.current = watching;
  }, [watching]);

  return { scan, connected };
}
