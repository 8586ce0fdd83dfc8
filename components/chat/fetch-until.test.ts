import { expect, test, vi } from 'vitest';
import { fetchUntil, maxPages } from './fetch-until';

const pageSize = 50;

/** A conversation whose oldest known message is this one, and how often a page of it was asked for. */
function pages(first: number, onFetch = (_asked: number) => {}) {
  const counted = { first, asked: 0 };
  return {
    counted,
    firstSeq: () => counted.first,
    fetchOlder: async () => {
      counted.asked += 1;
      counted.first = Math.max(1, counted.first - pageSize);
      onFetch(counted.asked);
    },
  };
}
const staying = new AbortController().signal;

test.each([
  ['is there already', 950, 0],
  ['is on the page before', 949, 1],
  ['is the very first', 1, 19],
])('a message that %s is reached without a page too many', async (_, seq, asked) => {
  const conversation = pages(950);
  expect(await fetchUntil(conversation, seq, staying)).toBe(true);
  expect(conversation.counted.asked).toBe(asked);
});

test('one that is too far back is given up after a fixed number of pages', async () => {
  const conversation = pages(1_000_000);
  expect(await fetchUntil(conversation, 1, staying)).toBe(false);
  expect(conversation.counted.asked).toBe(maxPages);
});

test('a page that does not come ends it', async () => {
  const fetchOlder = vi.fn(async () => undefined);
  expect(await fetchUntil({ firstSeq: () => 950, fetchOlder }, 1, staying)).toBe(false);
  expect(fetchOlder).toHaveBeenCalledTimes(1);
});

test('nothing more is asked for once the page is left', async () => {
  const leaving = new AbortController();
  const conversation = pages(950, (asked) => asked === 2 && leaving.abort());
  expect(await fetchUntil(conversation, 1, leaving.signal)).toBeNull();
  expect(conversation.counted.asked).toBe(2);
});
