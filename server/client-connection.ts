import type { WebSocket } from 'ws';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/platform/logger';
import { clientFrameSchema, closeCodes, maxUnsentBytes, type ServerFrame } from '@/lib/protocol/websocket';
import { getScanState } from '@/lib/scans/service';
import type { ScanWatches } from './scan-watches';

/** A page shows one scan; this leaves room for several without letting one socket subscribe to everything. */
const maxWatches = 20;

/** One browser's socket: parses its frames, asks the services, answers. */
export class ClientConnection {
  readonly #unwatch = new Map<string, () => void>();
  #alive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly viewer: Viewer,
    private readonly watches: ScanWatches,
  ) {
    socket.on('message', (data, isBinary) => void this.#receive(isBinary ? '' : String(data)));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', (error) => logger.debug({ err: error }, 'socket'));
    socket.on('close', () => {
      for (const stop of this.#unwatch.values()) stop();
    });
    this.#send({ type: 'ready' });
  }

  /** Ends a socket that did not answer the last ping, and pings the others. */
  ping(): void {
    if (!this.#alive) {
      this.socket.terminate();
      return;
    }
    this.#alive = false;
    this.socket.ping();
  }

  close(code: number): void {
    this.socket.close(code);
  }

  async #receive(text: string): Promise<void> {
    let about: string | undefined;
    try {
      const frame = clientFrameSchema.safeParse(parseJson(text));
      if (!frame.success) throw new AppError('frame.invalid');
      about = frame.data.scanId;
      if (frame.data.type === 'scan.watch') await this.#watch(frame.data.scanId);
      else this.#stopWatching(frame.data.scanId);
    } catch (error) {
      if (!(error instanceof AppError)) logger.error({ err: error }, 'the frame failed');
      this.#send({
        type: 'error',
        code: error instanceof AppError ? error.code : 'internal',
        ...(about && { about }),
      });
    }
  }

  async #watch(scanId: string): Promise<void> {
    if (this.#unwatch.size >= maxWatches && !this.#unwatch.has(scanId)) throw new AppError('rate.limited');
    await getScanState(this.viewer, scanId);
    if (!this.#unwatch.has(scanId)) {
      const stop = await this.watches.watch(scanId, (scan) => this.#send({ type: 'scan.state', scan }));
      this.#unwatch.set(scanId, stop);
    }
    // Read once more after subscribing: what changed in between would otherwise be missed.
    this.#send({ type: 'scan.state', scan: await getScanState(this.viewer, scanId) });
  }

  #stopWatching(scanId: string): void {
    this.#unwatch.get(scanId)?.();
    this.#unwatch.delete(scanId);
  }

  #send(frame: ServerFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > maxUnsentBytes) {
      this.socket.close(closeCodes.slowReader);
      return;
    }
    this.socket.send(JSON.stringify(frame));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
