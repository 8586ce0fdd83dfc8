import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Autosaver } from './autosave';
import type { Words } from './missing-fields';
import { forgetUnsavedWords, unsavedWords } from './unsaved-words';

let storage: Record<string, string>;

beforeEach(() => {
  storage = {};
  // A browser's storage lists its keys as its own properties.
  const methods = {
    getItem: (key: string) => storage[key] ?? null,
    setItem: (key: string, value: string) => {
      storage[key] = value;
    },
    removeItem: (key: string) => {
      delete storage[key];
    },
  };
  const handler: ProxyHandler<object> = {
    get: (_, name) => methods[name as keyof typeof methods],
    ownKeys: () => Object.keys(storage),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: '' }),
  };
  vi.stubGlobal('localStorage', new Proxy({}, handler));
});
afterEach(() => vi.unstubAllGlobals());

const blank: Words = { title: '', description: '', priceWon: null, condition: null, region: null };
const region = {
  code: '1101053',
  name: { ko: '사직동', en: 'Sajik-dong' },
  fullName: { ko: '서울특별시 종로구 사직동', en: 'Sajik-dong, Jongno-gu, Seoul' },
};

/** A page that was opened while the server had these words; `save` answers when the test says so. */
function page(server: Words) {
  const ends: (() => void)[] = [];
  const words = unsavedWords('lst_1', () => server);
  const saver = new Autosaver<Words>(
    () => new Promise((resolve) => ends.push(() => resolve({ ok: true, value: undefined }))),
    words,
  );
  return { saver, end: () => ends.shift()?.() };
}
const reopened = (server: Words) => unsavedWords('lst_1', () => server).takeUp();

test('what was typed and not saved is there again, field by field, and once', () => {
  const { saver } = page(blank);
  saver.change({ title: '의자', region });
  saver.change({ priceWon: 0 });
  expect(reopened(blank)).toEqual({ title: '의자', region, priceWon: 0 });
  expect(reopened(blank)).toEqual({});
});

test('what was saved is not taken up, and what came after it is', async () => {
  const { saver, end } = page(blank);
  saver.change({ title: '의자', description: '튼튼해요.' });
  const saving = saver.flush();
  end();
  await saving;
  expect(storage).toEqual({});
  saver.change({ title: '의자 둘' });
  expect(reopened({ ...blank, title: '의자', description: '튼튼해요.' })).toEqual({ title: '의자 둘' });
});

test('words that were on their way when the page went may have arrived or not: both are known for one’s own', () => {
  const begin = () => {
    const { saver } = page(blank);
    saver.change({ title: '의자 ' });
    void saver.flush();
    saver.change({ title: '의자 둘' });
  };
  begin();
  expect(reopened(blank)).toEqual({ title: '의자 둘' });
  begin();
  expect(reopened({ ...blank, title: '의자' })).toEqual({ title: '의자 둘' });
});

test('nothing comes over what was saved from another window since', () => {
  page(blank).saver.change({ title: '의자', description: '튼튼해요.' });
  expect(reopened({ ...blank, title: '다른 창의 제목' })).toEqual({ description: '튼튼해요.' });
});

test('a window that has saved everything leaves what another keeps of other fields', async () => {
  page(blank).saver.change({ description: '튼튼해요.' });
  const { saver, end } = page(blank);
  saver.change({ title: '의자' });
  const saving = saver.flush();
  end();
  await saving;
  expect(reopened({ ...blank, title: '의자' })).toEqual({ description: '튼튼해요.' });
});

test('whoever signs out leaves nothing, and nothing else of the browser is touched', () => {
  storage.theme = 'dark';
  page(blank).saver.change({ title: '의자' });
  forgetUnsavedWords();
  expect(storage).toEqual({ theme: 'dark' });
});

test('a browser that keeps nothing, or nonsense, changes nothing else', () => {
  storage['unsaved:lst_1:title'] = '{"words":{"title":1}}';
  expect(reopened(blank)).toEqual({});
  vi.stubGlobal('localStorage', undefined);
  page(blank).saver.change({ title: '의자' });
  expect(reopened(blank)).toEqual({});
  forgetUnsavedWords();
});
