import { scanChannel } from '@/lib/protocol/pubsub';
import type { ScanState } from '@/lib/protocol/scan-state';
import type { Subscriptions } from './subscriptions';

/** Which sockets of this server watch which scans. */
export class ScanWatches {
  constructor(private readonly subscriptions: Subscriptions) {}

  /** Calls `listener` at every change until the returned function is called. */
  async watch(scanId: string, listener: (scan: ScanState) => void): Promise<() => void> {
    const { ready, stop } = this.subscriptions.listen(
      scanChannel.name(scanId),
      scanChannel.message,
      listener,
    );
    await ready;
    return stop;
  }
}
