import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { every } from './every';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a task that fails at once is tried again after a second, and then at its own pace', async () => {
  let turns = 0;
  const running = every('test', 50, async () => {
    turns += 1;
    if (turns === 1) throw new Error('the store is away');
  });
  await vi.advanceTimersByTimeAsync(900);
  expect(turns).toBe(1);
  await vi.advanceTimersByTimeAsync(320);
  expect(turns).toBe(6);
  await running.close();
});

test('a task that has more to do comes again at once', async () => {
  let turns = 0;
  const running = every('test', 10_000, async () => ++turns < 3);
  await vi.advanceTimersByTimeAsync(10);
  expect(turns).toBe(3);
  await running.close();
});
