import type { ScanState } from '@/lib/protocol/scan-state';
import { AskAgain } from './ask-again';
import type { LiveSocket } from './live-socket';

/** Watches a scan over the tab's socket until the returned function is called. */
export function watchScan(
  socket: LiveSocket,
  scanId: string,
  { onState, onLost }: { onState(scan: ScanState): void; onLost(): void },
): () => void {
  const watch = () => void socket.send({ type: 'scan.watch', scanId });
  const again = new AskAgain(watch);
  const stop = socket.listen({
    onOpen: watch,
    onLost: () => {
      again.stop();
      onLost();
    },
    onFrame: (frame) => {
      if (frame.type === 'error' && frame.about === scanId)
        again.after({ code: frame.code, waitMs: Number(frame.details?.seconds ?? 1) * 1000 });
      if (frame.type !== 'scan.state' || frame.scan.scanId !== scanId) return;
      again.stop();
      onState(frame.scan);
    },
  });
  return () => {
    again.stop();
    socket.send({ type: 'scan.unwatch', scanId });
    stop();
  };
}
