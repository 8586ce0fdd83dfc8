import { expect, test } from 'vitest';
import { returnPath } from './return-path';

test.each([
  ['/', '/'],
  ['/listings/lst_1?photo=2#top', '/listings/lst_1?photo=2#top'],
  ['/search?q=자전거', '/search?q=%EC%9E%90%EC%A0%84%EA%B1%B0'],
  ['/a;b=c', '/a;b=c'],
])('%j leads to %j', (next, path) => {
  expect(returnPath(next)).toBe(path);
});

test.each([
  undefined,
  null,
  ['/me'],
  '',
  'me',
  'https://evil.example',
  'javascript:alert(1)',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '///evil.example',
])('%j leads home', (next) => {
  expect(returnPath(next)).toBe('/');
});
