import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { getThread, openConversation } from '@/lib/chat/conversations';
import { messagesAfter } from '@/lib/chat/messages';
import { clientFrameSchema } from '@/lib/protocol/websocket';
import { type Browser, type ChatServer, openBrowser } from '@/tests/harness/browser';
import { createListing, createPerson } from '@/tests/harness/factories';
import { startChatServer } from './chat-server';

const wide = { burst: 100_000, perSecond: 100_000 };
let server: ChatServer;
let buyer: Viewer;
let conversationId: string;

beforeAll(async () => {
  server = await startChatServer({ port: 0, rates: { message: wide, frame: wide } });
  buyer = await createPerson();
  conversationId = await openConversation(buyer, await createListing(await createPerson()));
});
afterAll(() => server.close());

const types = clientFrameSchema.options.map((option) => option.shape.type.value);

/** A frame of every type, right in most places, with anything at all in the others, or with one missing. */
const nearlyValid = fc.record(
  {
    type: fc.constantFrom(...types),
    conversationId: fc.oneof(fc.constant('OWN'), fc.constant('cnv_none'), fc.string(), fc.jsonValue()),
    scanId: fc.oneof(fc.string({ maxLength: 80 }), fc.jsonValue()),
    clientMessageId: fc.oneof(fc.uuid(), fc.string(), fc.jsonValue()),
    content: fc.oneof(
      fc.record({ kind: fc.constant('text'), text: fc.string({ unit: 'binary', maxLength: 2100 }) }),
      fc.record({ kind: fc.constantFrom('deleted', '__proto__', 'constructor') }),
      fc.jsonValue(),
    ),
    lastSeq: fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.jsonValue()),
    seq: fc.oneof(fc.nat(), fc.integer(), fc.jsonValue()),
    here: fc.oneof(fc.boolean(), fc.jsonValue()),
  },
  { requiredKeys: ['type'] },
);

/** A message as it should be, but for what it says. */
const rightMessage = fc.record({
  type: fc.constant('message.send'),
  conversationId: fc.constant('OWN'),
  clientMessageId: fc.uuid(),
  content: fc.record({ kind: fc.constant('text'), text: fc.string({ unit: 'binary', maxLength: 2100 }) }),
});

/** The socket still answers: what was sent before has been dealt with. */
async function expectAlive(browser: Browser, mark: string): Promise<void> {
  browser.send({ type: 'scan.watch', scanId: mark });
  await browser.until((frame) => frame.type === 'error' && frame.about === mark);
}

test('random and nearly right frames are answered, and leave neither a hole nor a broken server', async () => {
  let run = 0;
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          { weight: 5, arbitrary: nearlyValid },
          { weight: 1, arbitrary: rightMessage },
          { weight: 1, arbitrary: fc.jsonValue() },
        ),
        {
          minLength: 1,
          maxLength: 40,
        },
      ),
      async (frames) => {
        const browser = await openBrowser(server, buyer);
        for (const frame of frames)
          browser.send(JSON.stringify(frame ?? null).replaceAll('"OWN"', JSON.stringify(conversationId)));
        run += 1;
        await expectAlive(browser, `mark-${run}`);
        for (const frame of browser.frames) if (frame.type === 'error') seen.add(frame.code);
        expect(browser.frames.some((frame) => frame.type === 'error' && frame.code === 'internal')).toBe(
          false,
        );
        browser.leave();
      },
    ),
    { numRuns: 40, seed: 6 },
  );
  // It has come as far as the services, not only to the first check.
  expect([...seen]).toEqual(expect.arrayContaining(['frame.invalid', 'conversation.not_found']));
  const { messages } = await getThread(buyer, conversationId);
  const all = (await messagesAfter(conversationId, 0)) ?? messages;
  expect(messages.length).toBeGreaterThan(0);
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => (all[0]?.seq ?? 1) + index));
}, 120_000);
