import type { ScanState } from '@/lib/protocol/scan-state';
import { type ClientFrame, closeCodes, serverFrameSchema } from '@/lib/protocol/websocket';
import { reconnectDelayMs } from './reconnect-delay';

interface Options {
  scanId: string;
  /** A new single-use ticket; null when none can be had now. */
  getTicket(): Promise<string | null>;
  onState(scan: ScanState): void;
  onConnected(connected: boolean): void;
}

/**
 * Watches one scan over the socket. The server answers with the whole state at once and after every change, so a
 * connection that was lost misses nothing: it is opened again, with a new ticket and a growing pause. Returns the end.
 */
export function watchScan({ scanId, getTicket, onState, onConnected }: Options): () => void {
  let ended = false;
  let attempts = 0;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = () => {
    if (ended) return;
    timer = setTimeout(connect, reconnectDelayMs(attempts, Math.random()));
    attempts += 1;
  };

  const onMessage = (event: MessageEvent<string>) => {
    const frame = serverFrameSchema.safeParse(parseJson(event.data));
    if (!frame.success || frame.data.type !== 'scan.state') return;
    attempts = 0;
    onConnected(true);
    if (frame.data.scan.scanId === scanId) onState(frame.data.scan);
  };

  const connect = async () => {
    const ticket = await getTicket();
    if (ended) return;
    if (ticket === null) {
      onConnected(false);
      again();
      return;
    }
    socket = new WebSocket(
      `${window.location.origin.replace(/^http/, 'ws')}/socket?ticket=${encodeURIComponent(ticket)}`,
    );
    const watch: ClientFrame = { type: 'scan.watch', scanId };
    socket.onopen = () => socket?.send(JSON.stringify(watch));
    socket.onmessage = onMessage;
    socket.onclose = (event) => {
      if (ended) return;
      onConnected(false);
      if (event.code !== closeCodes.signedOut) again();
    };
  };

  void connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
