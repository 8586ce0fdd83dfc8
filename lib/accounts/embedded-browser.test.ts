import { describe, expect, test } from 'vitest';
import { embeddedBrowser, outsideLink, signInAddress } from './embedded-browser';
import { returnPath } from './return-path';

const android =
  'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

test.each([
  [`${android};KAKAOTALK 2410850`, { app: 'kakaotalk', system: 'android' }],
  [`${iphone} KAKAOTALK/11.0.3 (INAPP)`, { app: 'kakaotalk', system: 'ios' }],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) KAKAOTALK', { app: 'kakaotalk', system: 'other' }],
  [android, { app: 'other', system: 'android' }],
  [`${iphone} NAVER(inapp; search; 2000; 12.8.5)`, { app: 'other', system: 'ios' }],
  [`${iphone} Instagram 350.0.0 (iPhone15,2)`, { app: 'other', system: 'ios' }],
])('%s is inside an app', (agent, expected) => {
  expect(embeddedBrowser(agent)).toEqual(expected);
});

test.each([
  null,
  '',
  `${iphone} Version/18.1 Safari/604.1`,
  'Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
])('%s is a browser of its own', (agent) => {
  expect(embeddedBrowser(agent)).toBeNull();
});

describe('the way out', () => {
  const publicUrl = 'https://town.example';

  test('is an intent on Android, with the return address', () => {
    const link = outsideLink(
      { app: 'kakaotalk', system: 'android' },
      signInAddress(publicUrl, '/listings/lst_1?a=b'),
    );
    expect(link).toBe(
      'intent://town.example/sign-in?next=%2Flistings%2Flst_1%3Fa%3Db#Intent;scheme=https;action=android.intent.action.VIEW;package=com.android.chrome;end',
    );
  });

  test('is KakaoTalk’s own scheme elsewhere, with the return address', () => {
    const address = signInAddress(publicUrl, '/me');
    for (const system of ['ios', 'other'] as const)
      expect(outsideLink({ app: 'kakaotalk', system }, address)).toBe(
        `kakaotalk://web/openExternal?url=${encodeURIComponent('https://town.example/sign-in?next=%2Fme')}`,
      );
  });

  test('is copied by hand where an app has no scheme', () => {
    expect(outsideLink({ app: 'other', system: 'ios' }, signInAddress(publicUrl, '/'))).toBeNull();
  });

  test.each([
    '//evil.example',
    '/\t/evil.example',
    'https://evil.example',
    '/#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fevil.example;end',
    '/me;end#Intent;package=evil',
    '/?next=https://evil.example&url=https://evil.example',
  ])('leads to this site alone, whatever %j asks for', (next) => {
    const address = signInAddress(publicUrl, returnPath(next));
    expect(address.origin).toBe(publicUrl);
    const intent = outsideLink({ app: 'kakaotalk', system: 'android' }, address) ?? '';
    expect(intent.startsWith('intent://town.example/sign-in?next=%2F')).toBe(true);
    // One fragment, and it is ours.
    expect(intent.split('#')).toHaveLength(2);
    expect(intent.split('#')[0]).not.toContain(';');
    const scheme = outsideLink({ app: 'kakaotalk', system: 'ios' }, address) ?? '';
    const parameters = [...new URL(scheme).searchParams];
    expect(parameters.map(([name]) => name)).toEqual(['url']);
    expect(new URL(parameters[0]?.[1] ?? '').origin).toBe(publicUrl);
  });
});
