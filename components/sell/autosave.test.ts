import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '@/components/outcome';
import { Autosaver } from './autosave';

interface Fields {
  title: string;
  priceWon: number;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const done: Outcome<void> = { ok: true, value: undefined };
const failed: Outcome<void> = { ok: false, error: { code: 'internal', details: {} } };

/** A saver whose saves end when the test says so. */
function setUp() {
  const saves: { fields: Partial<Fields>; end(outcome: Outcome<void>): void }[] = [];
  const saver = new Autosaver<Fields>(
    (fields) => new Promise((resolve) => saves.push({ fields, end: resolve })),
  );
  return { saver, saves };
}

test('typing is saved once, after a pause, with the last of every field', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '의' });
  saver.change({ title: '의자' });
  saver.change({ priceWon: 1000 });
  expect(saver.snapshot().status).toBe('waiting');
  expect(saves).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(500);
  expect(saves.map((save) => save.fields)).toEqual([{ title: '의자', priceWon: 1000 }]);
  expect(saver.snapshot().status).toBe('saving');
  saves[0]?.end(done);
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.snapshot().status).toBe('saved');
});

test('two saves never overlap, and nothing says saved while something waits', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '의자' });
  await vi.advanceTimersByTimeAsync(500);
  saver.change({ title: '의자 둘' });
  await vi.advanceTimersByTimeAsync(500);
  expect(saves).toHaveLength(1);
  saves[0]?.end(done);
  await vi.advanceTimersByTimeAsync(0);
  expect(saves.map((save) => save.fields.title)).toEqual(['의자', '의자 둘']);
  expect(saver.snapshot().status).toBe('saving');
  saves[1]?.end(done);
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.snapshot().status).toBe('saved');
});

test('what could not be saved goes along with the next try, unless it was typed over', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '의자', priceWon: 1000 });
  const first = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  saves[0]?.end(failed);
  expect(await first).toBe(false);
  expect(saver.snapshot()).toEqual({ status: 'failed', failure: { code: 'internal', details: {} } });
  saver.change({ title: '탁자' });
  const second = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(saves[1]?.fields).toEqual({ title: '탁자', priceWon: 1000 });
  saves[1]?.end(done);
  expect(await second).toBe(true);
});
