import { afterEach, expect, test, vi } from 'vitest';
import { browserDrafts } from './drafts';

afterEach(() => vi.unstubAllGlobals());

test('one that no server takes any more does not take along what was written behind it', () => {
  const draft = (clientMessageId: string, text: string) => ({
    clientMessageId,
    content: { kind: 'text', text },
    writtenAt: '2026-11-30T00:00:00.000Z',
    failure: null,
  });
  const kept = JSON.stringify([
    draft('client-1', '\u3164'),
    draft('client-2', '지금 출발해요'),
    { nonsense: 1 },
  ]);
  vi.stubGlobal('localStorage', { getItem: () => kept });
  expect(browserDrafts('usr_1', 'cnv_1').load()).toEqual([draft('client-2', '지금 출발해요')]);
});
