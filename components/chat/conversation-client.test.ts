import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSocket } from '@/components/live/live-socket';
import type { Failure, Outcome } from '@/components/outcome';
import { clientMessageIdSchema, type Sendable } from '@/lib/protocol/chat';
import { Wire } from '@/tests/harness/wire';
import { ConversationClient } from './conversation-client';
import type { Pending } from './conversation-state';

const conversationId = 'cnv_1';
let wire: Wire;
let saved: (readonly Pending[])[];

beforeEach(() => {
  vi.useFakeTimers();
  wire = new Wire();
  saved = [];
});
afterEach(() => vi.useRealTimers());

async function open(): Promise<{ client: ConversationClient; stop(): void }> {
  const connect = () => wire as unknown as WebSocket;
  const client = new ConversationClient({
    conversationId,
    viewerId: 'usr_1',
    socket: new LiveSocket({ getTicket: async () => 'ticket', connect }),
    drafts: { load: () => [], save: (pending) => saved.push(pending) },
    initial: { messages: [], cursors: {} },
  });
  const stop = client.start();
  await vi.advanceTimersByTimeAsync(0);
  wire.answer({ type: 'ready' });
  return { client, stop };
}

/** An upload that ends when the test says so, whether it was given up or not. */
function slowPhoto() {
  let finish = (_: Outcome<Sendable>) => {};
  const over = new Promise<Outcome<Sendable>>((resolve) => {
    finish = resolve;
  });
  const signals: AbortSignal[] = [];
  const attachment = {
    preview: new Blob(['bytes']),
    failure: null as Failure | null,
    keepFailure: vi.fn(),
    release: vi.fn(),
    upload: (signal: AbortSignal) => {
      signals.push(signal);
      return over;
    },
  };
  return {
    attachment,
    signals,
    finish: () => finish({ ok: true, value: { kind: 'photo', mediaId: 'med_1' } }),
    fail: (code: string) => finish({ ok: false, error: { code, details: {} } }),
  };
}

const text = (words: string) => ({ kind: 'text', text: words }) as const;
/** Says of the message that is on its way that it is stored. */
function acknowledge(seq: number): void {
  const last = wire.frames.findLast((frame) => frame.type === 'message.send');
  if (last?.type !== 'message.send') throw new Error('nothing is on its way');
  const { clientMessageId } = last;
  wire.answer({ type: 'message.acknowledged', conversationId, clientMessageId, seq });
}

test('who leaves the page leaves no upload behind: it is aborted, and its end changes nothing that is kept', async () => {
  const { client, stop } = await open();
  const photo = slowPhoto();
  client.attach('client-photo', photo.attachment);
  client.send(text('하나'));
  stop();
  const [savedSoFar, sentSoFar] = [saved.length, wire.sent.length];
  expect(photo.signals[0]?.aborted).toBe(true);
  photo.finish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saved).toHaveLength(savedSoFar);
  expect(saved.at(-1)?.map(({ content }) => content)).toContainEqual(text('하나'));
  expect(wire.sent).toHaveLength(sentSoFar);
  expect(photo.attachment.release).not.toHaveBeenCalled();
});

test('a page that is left begins no upload, and one that is opened again begins it anew', async () => {
  const { client, stop } = await open();
  const photo = slowPhoto();
  client.attach('client-photo', photo.attachment);
  stop();
  client.attach('client-photo', photo.attachment);
  expect(photo.signals).toHaveLength(1);
  client.start();
  client.attach('client-photo', photo.attachment);
  expect(photo.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('a photo that was refused is kept with the reason, and not one that had no connection', async () => {
  const { client } = await open();
  const [refused, offline] = [slowPhoto(), slowPhoto()];
  client.attach('client-refused', refused.attachment);
  client.attach('client-offline', offline.attachment);
  refused.fail('conversation.closed');
  offline.fail('offline');
  await vi.advanceTimersByTimeAsync(0);
  expect(refused.attachment.keepFailure).toHaveBeenCalledWith({ code: 'conversation.closed', details: {} });
  expect(offline.attachment.keepFailure).not.toHaveBeenCalled();
});

test('a photo that was refused before is uploaded again when somebody asks for it, and not before', async () => {
  const { client } = await open();
  const photo = slowPhoto();
  const failure = { code: 'conversation.closed', details: {} };
  client.attach('client-photo', { ...photo.attachment, failure });
  expect(client.getState().pending).toMatchObject([{ content: null, failure }]);
  expect(photo.signals).toEqual([]);
  client.retry('client-photo');
  expect(photo.signals).toHaveLength(1);
  photo.finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(wire.sent).toEqual(['photo']);
});

test('a page without TLS sends too: it has no randomUUID', async () => {
  const { client } = await open();
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  for (const words of ['하나', '둘']) client.send(text(words));
  vi.unstubAllGlobals();
  const ids = client.getState().pending.map(({ clientMessageId }) => clientMessageId);
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((id) => clientMessageIdSchema.safeParse(id).success)).toBe(true);
});

test('what is written behind a photo goes out while its copies are made; the photo follows', async () => {
  const { client } = await open();
  const photo = slowPhoto();
  client.attach('client-photo', photo.attachment);
  photo.finish();
  await vi.advanceTimersByTimeAsync(0);
  for (const words of ['하나', '둘']) client.send(text(words));
  expect(wire.sent).toEqual(['photo']);
  const processing = { code: 'media.processing', about: 'client-photo', details: { seconds: 2 } };
  wire.answer({ type: 'error', ...processing });
  expect(wire.sent).toEqual(['photo', '하나']);
  acknowledge(1);
  acknowledge(2);
  expect(wire.sent).toEqual(['photo', '하나', '둘']);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(wire.sent).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(wire.sent).toEqual(['photo', '하나', '둘', 'photo']);
  expect(client.getState().pending.map(({ failure }) => failure)).toEqual([null, null, null]);
});

test('photos keep the order in which they were chosen, and two are uploaded at a time', async () => {
  const { client } = await open();
  const photos = [slowPhoto(), slowPhoto(), slowPhoto()];
  for (const [index, { attachment }] of photos.entries()) client.attach(`client-photo-${index}`, attachment);
  expect(photos.map(({ signals }) => signals.length)).toEqual([1, 1, 0]);
  photos[1]?.finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(photos.map(({ signals }) => signals.length)).toEqual([1, 1, 1]);
  expect(wire.sent).toEqual([]);
  photos[0]?.finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(wire.frames.at(-1)).toMatchObject({ clientMessageId: 'client-photo-0' });
  acknowledge(1);
  expect(wire.frames.at(-1)).toMatchObject({ clientMessageId: 'client-photo-1' });
});

test('a deletion that nobody has answered is asked for again over the next connection, until it is known', async () => {
  const { client } = await open();
  const message = { id: 'msg_1', conversationId, seq: 1, senderId: 'usr_1', clientMessageId: 'client-1' };
  const said = { ...message, sentAt: new Date().toISOString(), content: text('1234-56') };
  wire.answer({ type: 'conversation.messages', conversationId, messages: [said] });
  client.delete('msg_1');
  const asked = () => wire.frames.filter(({ type }) => type === 'message.delete').length;
  wire.answer({ type: 'ready' });
  expect(asked()).toBe(2);
  wire.answer({ type: 'conversation.deleted', conversationId, seqs: [1] });
  wire.answer({ type: 'ready' });
  expect(asked()).toBe(2);
});

test('what comes in writes nothing over what another tab keeps', async () => {
  await open();
  const message = { id: 'msg_1', conversationId, seq: 1, senderId: 'usr_2', clientMessageId: 'client-1' };
  const said = { ...message, sentAt: new Date().toISOString(), content: text('안녕하세요') };
  wire.answer({ type: 'conversation.messages', conversationId, messages: [said] });
  expect(saved).toEqual([]);
});

test('a limit holds everything back: what was written later does not overtake', async () => {
  const { client } = await open();
  for (const words of ['하나', '둘']) client.send(text(words));
  const about = client.getState().pending[0]?.clientMessageId ?? '';
  wire.answer({ type: 'error', code: 'rate.limited', about, details: { seconds: 1 } });
  expect(wire.sent).toEqual(['하나']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wire.sent).toEqual(['하나', '하나']);
});

test('watching that was refused for a while is asked for again, later each time', async () => {
  await open();
  const refuse = (code: string, details = {}) =>
    wire.answer({ type: 'error', code, about: conversationId, details });
  expect(wire.resumed).toBe(1);
  refuse('rate.limited', { seconds: 3 });
  await vi.advanceTimersByTimeAsync(2_999);
  expect(wire.resumed).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(wire.resumed).toBe(2);
  for (let refusal = 0; refusal < 5; refusal += 1) {
    refuse('internal');
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect(wire.resumed).toBe(7);
  refuse('internal');
  await vi.advanceTimersByTimeAsync(7_000);
  expect(wire.resumed).toBe(7);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(wire.resumed).toBe(8);
  // Once it was granted it starts from the beginning.
  wire.answer({ type: 'conversation.cursors', conversationId, cursors: {} });
  refuse('internal');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wire.resumed).toBe(9);
});

test('watching that was refused for good is not asked for again', async () => {
  await open();
  wire.answer({ type: 'error', code: 'conversation.not_found', about: conversationId });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wire.resumed).toBe(1);
});
