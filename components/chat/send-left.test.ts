import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSocket } from '@/components/live/live-socket';
import { Wire } from '@/tests/harness/wire';
import { addDraft, browserDrafts } from './drafts';
import { conversationsLeft, sendLeft } from './send-left';

const place = { viewerId: 'usr_1', conversationId: 'cnv_1' };
const { conversationId } = place;
let wire: Wire;
let socket: LiveSocket;

beforeEach(async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  vi.stubGlobal(
    'localStorage',
    new Proxy(storage, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
  wire = new Wire();
  socket = new LiveSocket({ getTicket: async () => 'ticket', connect: () => wire as unknown as WebSocket });
  socket.listen({});
  await vi.waitFor(() => expect(wire.onmessage).toBeDefined());
  wire.answer({ type: 'ready' });
  addDraft(place.viewerId, conversationId, { kind: 'text', text: '지금 출발해요' });
});
afterEach(() => vi.unstubAllGlobals());

const never = () => new Promise<never>(() => undefined);
const begin = (signal: AbortSignal) => sendLeft(place, socket, never, signal);

test('what was left in a conversation is sent, and then nothing watches it any more', async () => {
  expect(await conversationsLeft(place.viewerId)).toEqual([conversationId]);
  expect(await conversationsLeft('usr_2')).toEqual([]);
  const sending = begin(new AbortController().signal);
  await vi.waitFor(() => expect(wire.sent).toEqual(['지금 출발해요']));
  const [draft] = browserDrafts(place.viewerId, conversationId).load();
  const clientMessageId = draft?.clientMessageId ?? '';
  wire.answer({ type: 'message.acknowledged', conversationId, clientMessageId, seq: 1 });
  const content = { kind: 'text', text: '지금 출발해요' } as const;
  const message = { id: 'msg_1', conversationId, seq: 1, senderId: 'usr_1', clientMessageId, content };
  wire.answer({
    type: 'conversation.messages',
    conversationId,
    messages: [{ ...message, sentAt: new Date().toISOString() }],
  });
  await sending;
  expect(wire.frames.at(-1)).toEqual({ type: 'conversation.leave', conversationId });
  expect(await conversationsLeft(place.viewerId)).toEqual([]);
});

test('it leaves the conversation at once when its page is opened: that begins to watch in the same moment', async () => {
  const opened = new AbortController();
  void begin(opened.signal);
  await vi.waitFor(() => expect(wire.sent).toHaveLength(1));
  opened.abort();
  expect(wire.frames.at(-1)).toEqual({ type: 'conversation.leave', conversationId });
  expect(browserDrafts(place.viewerId, conversationId).load()).toHaveLength(1);
});

test('what was refused waits for its person, and nothing is watched for it', async () => {
  const drafts = browserDrafts(place.viewerId, conversationId);
  const failure = { code: 'conversation.closed', details: {} };
  drafts.save(drafts.load().map((draft) => ({ ...draft, failure })));
  await begin(new AbortController().signal);
  expect(wire.frames).toEqual([]);
});
