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
  expect(saver.snapshot()).toMatchObject({ status: 'failed', failure: { code: 'internal' } });
  saver.change({ title: '탁자' });
  const second = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(saves[1]?.fields).toEqual({ title: '탁자', priceWon: 1000 });
  saves[1]?.end(done);
  expect(await second).toBe(true);
});

const refusing = (...fields: string[]): Outcome<void> => ({
  ok: false,
  error: { code: 'input.invalid', details: { field: fields.join(' ') } },
});

test('a field that does not fit keeps no other from being saved, and is tried again once it is typed anew', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '책', priceWon: 1000 });
  const first = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  saves[0]?.end(refusing('title'));
  expect(await first).toBe(false);
  expect(saver.snapshot()).toEqual({ status: 'refused', failure: null, refused: ['title'] });

  saver.change({ priceWon: 2000 });
  const second = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(saves[1]?.fields).toEqual({ priceWon: 2000 });
  saves[1]?.end(done);
  expect(await second).toBe(false);
  expect(saver.snapshot().refused).toEqual(['title']);

  saver.change({ title: '책상' });
  expect(saver.snapshot().refused).toEqual([]);
  const third = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  saves[2]?.end(done);
  expect(await third).toBe(true);
});

test('a field that was typed anew while it was being refused is only waiting', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '책' });
  await vi.advanceTimersByTimeAsync(500);
  saver.change({ title: '책상' });
  saves[0]?.end(refusing('title'));
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.snapshot()).toEqual({ status: 'waiting', failure: null, refused: [] });
});

test('whoever waits for the end while a save runs is told when that one has ended, and whatever came behind it', async () => {
  const { saver, saves } = setUp();
  saver.change({ title: '의자' });
  await vi.advanceTimersByTimeAsync(500);
  saver.change({ title: '의자 둘' });
  const answers = Promise.all([saver.flush(), saver.flush()]);
  saves[0]?.end(done);
  await vi.advanceTimersByTimeAsync(0);
  saves[1]?.end(done);
  expect(await answers).toEqual([true, true]);
});
