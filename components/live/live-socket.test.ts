import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Wire } from '@/tests/harness/wire';
import { LiveSocket } from './live-socket';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket whose connections say what the test has them say. */
async function listening(): Promise<{ socket: LiveSocket; lines: Wire[] }> {
  const lines: Wire[] = [];
  const connect = () => {
    const line = new Wire();
    lines.push(line);
    return line as unknown as WebSocket;
  };
  const socket = new LiveSocket({ getTicket: async () => 'ticket', connect });
  socket.listen({});
  await vi.advanceTimersByTimeAsync(0);
  return { socket, lines };
}

test('a line that was silent is asked for a sign of life, and given up when none comes', async () => {
  const { socket, lines } = await listening();
  lines[0]?.answer({ type: 'ready' });
  socket.check();
  expect(lines[0]?.frames).toEqual([]);
  await vi.advanceTimersByTimeAsync(25_000);
  socket.check();
  socket.check();
  expect(lines[0]?.frames).toEqual([{ type: 'ping' }]);
  lines[0]?.answer({ type: 'pong' });
  await vi.advanceTimersByTimeAsync(25_000);
  expect(lines).toHaveLength(1);
  socket.check();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(lines).toHaveLength(2);
});

test('a connection that does not open is tried again', async () => {
  const { lines } = await listening();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(lines.length).toBeGreaterThan(1);
});

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
