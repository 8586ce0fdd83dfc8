import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Attachment } from '@/components/chat/attachments';
import { ConversationClient } from '@/components/chat/conversation-client';
import type { Pending } from '@/components/chat/conversation-state';
import { LiveSocket } from '@/components/live/live-socket';
import type { Viewer } from '@/lib/accounts/schema';
import { openConversation } from '@/lib/chat/conversations';
import { issueTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { processPhoto } from '@/lib/media/photos';
import { completeUpload, startUpload } from '@/lib/media/service';
import type { ChatServer } from '@/tests/harness/browser';
import { createJpeg, createListing, createPerson, sendForm } from '@/tests/harness/factories';
import { startChatServer } from './chat-server';

let server: ChatServer;
let buyer: Viewer;
let conversationId: string;
let kept: readonly Pending[];
let stop: (() => void) | undefined;
let released = 0;

beforeAll(async () => {
  server = await startChatServer({ port: 0 });
});
afterAll(() => server.close());
beforeEach(async () => {
  stop?.();
  released = 0;
  kept = [];
  buyer = await createPerson();
  conversationId = await openConversation(buyer, await createListing(await createPerson()));
});

/** The page's own client. */
function openPage(): ConversationClient {
  const origin = new URL(env().PUBLIC_URL).origin;
  const connect = (ticket: string) =>
    new WebSocket(`ws://127.0.0.1:${server.port}/socket?ticket=${ticket}`, {
      origin,
    }) as unknown as globalThis.WebSocket;
  const client = new ConversationClient({
    conversationId,
    viewerId: buyer.id,
    socket: new LiveSocket({ getTicket: () => issueTicket(buyer), connect }),
    drafts: {
      load: () => kept,
      save: (pending) => {
        kept = pending;
      },
    },
    initial: { messages: [], cursors: {} },
  });
  stop = client.start();
  return client;
}

/** A real photo on its real way; the worker comes to it when `work` says so. */
function photo(work: Promise<void>): Attachment {
  return {
    preview: picture,
    failure: null,
    keepFailure: () => {},
    release: () => {
      released += 1;
    },
    async upload() {
      const file = await createJpeg();
      const rules = { kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
      const target = await startUpload(buyer, { conversationId, ...rules });
      await sendForm(target, file);
      await completeUpload(buyer, target.mediaId);
      void work.then(() => processPhoto(target.mediaId));
      return { ok: true, value: { kind: 'photo', mediaId: target.mediaId } };
    },
  };
}
const picture = new Blob(['as this device has it']);
const kinds = (client: ConversationClient) => client.getState().messages.map(({ content }) => content.kind);

test('a photo becomes a message once the worker is done with it, without anybody asking again', async () => {
  const client = openPage();
  let begin = () => {};
  client.attach('client-photo', photo(new Promise((resolve) => (begin = resolve))));
  client.send({ kind: 'text', text: '사진 보내요' });
  await expect.poll(() => kinds(client), { timeout: 60_000 }).toEqual(['text']);
  await expect.poll(() => client.getState().pending[0]?.content?.kind, { timeout: 60_000 }).toBe('photo');
  expect(client.getState().pending[0]).toMatchObject({ failure: null, preview: picture });
  client.send({ kind: 'text', text: '이 사진이에요' });
  await expect.poll(() => kinds(client), { timeout: 60_000 }).toEqual(['text', 'text']);
  begin();
  await expect.poll(() => kinds(client), { timeout: 60_000 }).toEqual(['text', 'text', 'photo']);
  expect(released).toBe(1);
  expect(client.getState().pending).toEqual([]);
}, 120_000);

test('an upload that failed says why, and is tried again when asked', async () => {
  const client = openPage();
  const good = photo(Promise.resolve());
  let attempts = 0;
  client.attach('client-photo', {
    ...good,
    upload: async (signal) => {
      attempts += 1;
      return attempts === 1
        ? { ok: false, error: { code: 'media.daily_limit', details: {} } }
        : good.upload(signal);
    },
  });
  await expect
    .poll(() => client.getState().pending[0]?.failure?.code, { timeout: 60_000 })
    .toBe('media.daily_limit');
  client.retry(client.getState().pending[0]?.clientMessageId ?? '');
  await expect.poll(() => kinds(client), { timeout: 60_000 }).toEqual(['photo']);
}, 120_000);

test('a photo that was given up is not sent, whatever becomes of its upload', async () => {
  const client = openPage();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const given: AbortSignal[] = [];
  client.attach('client-photo', {
    preview: picture,
    failure: null,
    keepFailure: () => {},
    release: () => {
      released += 1;
    },
    upload: async (signal) => {
      given.push(signal);
      await arrived;
      return { ok: true, value: { kind: 'photo', mediaId: 'med_late' } };
    },
  });
  client.discard(client.getState().pending[0]?.clientMessageId ?? '');
  expect(given[0]?.aborted).toBe(true);
  expect(released).toBe(1);
  arrive();
  client.send({ kind: 'text', text: '그다음 말' });
  await expect.poll(() => kinds(client), { timeout: 60_000 }).toEqual(['text']);
  expect(client.getState().pending).toEqual([]);
});

test('a photo that has arrived survives the page: the next one sends it', async () => {
  const first = openPage();
  first.attach('client-photo', photo(Promise.resolve()));
  await expect.poll(() => kept[0]?.content?.kind, { timeout: 60_000 }).toBe('photo');
  stop?.();
  const second = openPage();
  await expect.poll(() => kinds(second), { timeout: 60_000 }).toEqual(['photo']);
}, 120_000);
