import { expect, test } from 'vitest';
import { type LinkPart, partsOf } from './links';

const linkOf = (text: string): LinkPart | undefined =>
  partsOf(text).find((part): part is LinkPart => part.type === 'link');
const warningOf = (text: string) => linkOf(text)?.warning;

test('addresses are found between words, without the marks that end a sentence', () => {
  expect(partsOf('여기요 (https://www.daangn.com/kr/a?b=1#c). 봐 주세요')).toEqual([
    { type: 'text', text: '여기요 (' },
    {
      type: 'link',
      href: 'https://www.daangn.com/kr/a?b=1#c',
      host: 'www.daangn.com',
      rest: '/kr/a?b=1#c',
      warning: null,
    },
    { type: 'text', text: '). 봐 주세요' },
  ]);
});

test.each(['그냥 글이에요', 'javascript:alert(1)', 'naver.com', 'http://', 'data:text/html,x', 'ftp://a.kr'])(
  '%s has no link in it',
  (text) => expect(linkOf(text)).toBeUndefined(),
);

test.each(['https://map.naver.com/p/1', 'https://한국.kr/', 'https://example.org', 'https://münchen.de'])(
  '%s is an ordinary address',
  (text) => expect(warningOf(text)).toBeNull(),
);

test.each([
  ['https://nаver.com/login', 'naver.com'],
  ['https://nаvеr.соm', 'naver.com'],
  ['https://xn--nver-53d.com/', 'naver.com'],
  ['https://g00gle.com', 'google.com'],
  ['https://naver.com.login-help.kr', 'naver.com'],
  ['https://naver-pay.shop', 'naver.com'],
  ['https://secure-toss.xyz', 'toss.im'],
  ['https://kаkao.com', 'kakao.com'],
])('%s passes itself off as %s', (text, of) => {
  expect(warningOf(text)).toEqual({ reason: 'lookalike', of });
  expect(linkOf(text)?.host).toMatch(/^[\x20-\x7e]+$/);
});

test.each([
  ['https://exаmple.org', 'script'],
  ['https://рореу.org', 'script'],
  ['https://naver.com@evil.example/x', 'hidden_host'],
  ['http://203.0.113.7/pay', 'number'],
  ['http://[2001:db8::1]/', 'number'],
])('%s is warned of', (text, reason) => expect(warningOf(text)).toEqual({ reason }));

test('what stands before an @ is neither shown nor sent', () => {
  expect(linkOf('https://naver.com@evil.example/x')).toMatchObject({
    href: 'https://evil.example/x',
    host: 'evil.example',
    rest: '/x',
  });
});
