import { expect, test } from 'vitest';
import type { Message } from '@/lib/protocol/chat';
import { rowsOf } from './rows';

const message = (seq: number, senderId: string, sentAt: string): Message => ({
  id: `msg_${seq}`,
  conversationId: 'cnv_1',
  seq,
  senderId,
  clientMessageId: `client-${seq}`,
  content: { kind: 'text', text: `${seq}` },
  sentAt,
});

const messages = [
  message(1, 'me', '2026-03-01T14:59:10.000Z'),
  message(2, 'me', '2026-03-01T14:59:50.000Z'),
  message(3, 'other', '2026-03-01T15:00:00.000Z'),
  message(4, 'other', '2026-03-01T15:01:00.000Z'),
];
const rows = rowsOf(messages, { viewerId: 'me', otherReadSeq: 1, unreadAtOpening: { after: 3, upTo: 4 } });

test('a day begins at midnight in Seoul', () => {
  expect(rows.map((row) => (row.type === 'message' ? row.message.seq : row.type))).toEqual([
    'day',
    1,
    2,
    'day',
    3,
    'unread',
    4,
  ]);
});

test('only what the other has not read carries the 1, and a minute shows its time once', () => {
  const shown = rows.flatMap((row) => (row.type === 'message' ? [[row.unreadByOther, row.endsGroup]] : []));
  expect(shown).toEqual([
    [false, false],
    [true, true],
    [false, true],
    [false, true],
  ]);
});

test('neither one’s own words nor what came while the page was open count as unread', () => {
  const view = { viewerId: 'me', otherReadSeq: 0, unreadAtOpening: { after: 0, upTo: 2 } };
  expect(rowsOf(messages, view).some(({ type }) => type === 'unread')).toBe(false);
});
