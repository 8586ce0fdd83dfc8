import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import type { ScanState } from '@/lib/protocol/scan-state';
import type { ServerFrame } from '@/lib/protocol/websocket';
import { getScanState } from '@/lib/scans/service';
import type { ScanWatches } from './scan-watches';

/** A page shows one scan; this leaves room for several without letting one socket subscribe to everything. */
const maxWatches = 20;

/** The scans that one socket watches. */
export class ScanSession {
  readonly #unwatch = new Map<string, () => void>();

  constructor(
    private readonly viewer: Viewer,
    private readonly watches: ScanWatches,
    private readonly send: (frame: ServerFrame) => void,
  ) {}

  async watch(scanId: string): Promise<void> {
    if (this.#unwatch.size >= maxWatches && !this.#unwatch.has(scanId))
      throw new AppError('rate.limited', { seconds: 1 });
    const tell = (scan: ScanState) => this.send({ type: 'scan.state', scan });
    const read = async () => tell(await getScanState(this.viewer, scanId));
    await read();
    if (!this.#unwatch.has(scanId)) this.#unwatch.set(scanId, this.watches.watch(scanId, tell, read));
  }

  stop(scanId: string): void {
    this.#unwatch.get(scanId)?.();
    this.#unwatch.delete(scanId);
  }

  close(): void {
    for (const stop of this.#unwatch.values()) stop();
    this.#unwatch.clear();
  }
}
