import { afterEach, expect, test, vi } from 'vitest';
import { forgetAll, isRemembered, remember } from './remembered';

afterEach(() => vi.unstubAllGlobals());

function storage(): Partial<Storage> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    clear: () => kept.clear(),
  };
}

test('what was remembered is known until everything is forgotten', () => {
  vi.stubGlobal('localStorage', storage());
  expect(isRemembered('a')).toBe(false);
  remember('a');
  expect([isRemembered('a'), isRemembered('b')]).toEqual([true, false]);
  forgetAll();
  expect(isRemembered('a')).toBe(false);
});

test('a browser that forbids it throws at every touch, and nobody notices', () => {
  const forbidden = new Proxy(
    {},
    {
      get() {
        throw new DOMException('Access is denied', 'SecurityError');
      },
    },
  );
  vi.stubGlobal('localStorage', forbidden);
  remember('a');
  forgetAll();
  expect([isRemembered('a'), isRemembered('a', true)]).toEqual([false, true]);
});
