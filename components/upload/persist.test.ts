import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '@/components/outcome';
import { delayMs, persist } from './persist';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failing = (code: string, details = {}): Outcome<number> => ({ ok: false, error: { code, details } });
const never = new AbortController().signal;

test('what passes by itself is tried again until it works', async () => {
  const attempt = vi
    .fn<() => Promise<Outcome<number>>>()
    .mockResolvedValueOnce(failing('internal'))
    .mockResolvedValueOnce(failing('offline'))
    .mockResolvedValueOnce({ ok: true, value: 7 });
  const waiting = vi.fn();
  const result = persist(attempt, never, waiting);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await result).toEqual({ ok: true, value: 7 });
  expect(waiting.mock.calls.flat()).toEqual([true, false, true, false]);
});

test('a rule that was broken is told at once', async () => {
  const attempt = vi.fn(async () => failing('media.too_large'));
  expect(await persist(attempt, never)).toMatchObject({ ok: false });
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('a limit is waited for as long as it asks', async () => {
  const attempt = vi.fn(async () => failing('rate.limited', { seconds: 40 }));
  void persist(attempt, never);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(attempt).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1500);
  expect(attempt).toHaveBeenCalledTimes(2);
});

test('a fault that does not pass ends some time, a lost network never', async () => {
  const broken = vi.fn(async () => failing('internal'));
  const result = persist(broken, never);
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(await result).toMatchObject({ ok: false });
  const offline = vi.fn(async () => failing('offline'));
  const stop = new AbortController();
  const forever = persist(offline, stop.signal);
  forever.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  const before = offline.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(offline.mock.calls.length).toBeGreaterThan(before);
  stop.abort(new Error('enough'));
  await expect(forever).rejects.toThrow('enough');
});

test('delays double up to half a minute, and chance takes at most half', () => {
  expect([1, 2, 3, 9].map((number) => delayMs(number, 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(delayMs(9, 0)).toBe(15_000);
});
