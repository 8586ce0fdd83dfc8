import { expect, test } from 'vitest';
import { preferredLocale } from './preferred-locale';

test.each([
  [null, 'ko'],
  ['', 'ko'],
  ['en-US,en;q=0.9', 'en'],
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['fr-FR,en;q=0.4,ko;q=0.7', 'ko'],
  ['fr, en;q=0.2', 'en'],
  ['en;q=0, ko;q=0.1', 'ko'],
  ['ja', 'ko'],
])('Accept-Language %j is answered in %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
