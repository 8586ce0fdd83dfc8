import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientFrame, ServerFrame } from '@/lib/protocol/websocket';
import { LiveSocket } from './live-socket';
import { watchScan } from './watch-scan';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const state = {
  scanId: 'scn_1',
  version: 1,
  listingId: 'lst_1',
  status: 'running',
  stage: 'depth',
  fraction: 0,
};
const unknown = { framesChosen: null, camerasSolved: null, sparsePointsUrl: null, modelUrl: null };
const later = { modelBytes: null, posterUrl: null, previewUrl: null, usdzUrl: null, failureReason: null };
const scan = { ...state, ...unknown, ...later, startedAt: null, scansAhead: null, remainingSeconds: null };

/** A scan that is watched, and the server in the hand of the test. */
async function watched() {
  const sent: ClientFrame['type'][] = [];
  const wire = {
    readyState: 1,
    onmessage: (_: { data: string }) => {},
    send: (text: string) => void sent.push(JSON.parse(text).type),
    close: () => {},
  };
  const connect = () => wire as unknown as WebSocket;
  const socket = new LiveSocket({ getTicket: async () => 'ticket', connect });
  const told = { onState: vi.fn(), onLost: vi.fn() };
  const stop = watchScan(socket, 'scn_1', told);
  await vi.advanceTimersByTimeAsync(0);
  const answer = (frame: ServerFrame) => wire.onmessage({ data: JSON.stringify(frame) });
  answer({ type: 'ready' });
  const refuse = (code: string, about = 'scn_1') =>
    answer({ type: 'error', code, about, details: { seconds: 3 } });
  return { sent, told, stop, answer, refuse };
}

test('a scan that could not be watched for a while is asked for again after the told time', async () => {
  const { sent, told, answer, refuse } = await watched();
  refuse('service.away');
  await vi.advanceTimersByTimeAsync(2_999);
  expect(sent).toEqual(['scan.watch']);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual(['scan.watch', 'scan.watch']);
  answer({ type: 'scan.state', scan } as ServerFrame);
  expect(told.onState).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(2);
});

test('neither one that is not there, nor what something else was refused, nor once the page is left', async () => {
  const { sent, stop, refuse } = await watched();
  refuse('scan.not_found');
  refuse('service.away', 'scn_2');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(['scan.watch']);
  refuse('service.away');
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(['scan.watch', 'scan.unwatch']);
});
