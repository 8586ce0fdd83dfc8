import { expect, test } from 'vitest';
import { isVisible } from './visible';

test.each(['a', ' 가 ', '🦊', '👨\u200D👩\u200D👧', 'e\u0301', '-'])('%j is seen', (text) => {
  expect(isVisible(text)).toBe(true);
});

test.each(['', ' \n\t', '\u3164\u3164', '\u115F\u1160', '\uFFA0', '\u200B\u2060\uFEFF', '\u00AD'])(
  '%j is not',
  (text) => {
    expect(isVisible(text)).toBe(false);
  },
);
