import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSocket } from './live-socket';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a tab that is told of the sign-out elsewhere closes its socket, says so, and opens no other', async () => {
  const opened: { readyState: number; close(): void; onmessage?(event: { data: string }): void }[] = [];
  const connect = () => {
    const wire = { readyState: 1, send: vi.fn(), close: vi.fn() };
    opened.push(wire);
    return wire as unknown as WebSocket;
  };
  const socket = new LiveSocket({ getTicket: async () => 'ticket', connect });
  const listener = { onSignedOut: vi.fn(), onFrame: vi.fn(), onLost: vi.fn() };
  socket.listen(listener);
  await vi.advanceTimersByTimeAsync(0);
  opened[0]?.onmessage?.({ data: '{"type":"ready"}' });
  socket.signOut();
  expect(opened[0]?.close).toHaveBeenCalledOnce();
  expect(listener.onLost).toHaveBeenCalledOnce();
  expect(listener.onSignedOut).toHaveBeenCalledOnce();
  opened[0]?.onmessage?.({ data: '{"type":"inbox.changed","unread":1}' });
  expect(socket.send({ type: 'scan.unwatch', scanId: 'scn_1' })).toBe(false);
  // The network comes back, and another part of the page listens.
  socket.restart();
  socket.listen({});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(listener.onFrame).not.toHaveBeenCalled();
  expect(opened).toHaveLength(1);
});
