import { expect, test } from './support';

const agents = {
  android:
    'Mozilla/5.0 (Linux; Android 14; SM-S921N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36;KAKAOTALK 2410850',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 11.0.3',
};

for (const [system, userAgent] of Object.entries(agents)) {
  test.describe(`inside KakaoTalk (${system})`, () => {
    test.use({ userAgent, viewport: { width: 360, height: 780 }, permissions: ['clipboard-write'] });

    test('the way out keeps the way back, and leads nowhere else', async ({ page, baseURL }) => {
      await page.goto('/notifications');
      await expect(page.getByTestId('outside-browser')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Google로 계속하기' })).toHaveCount(0);
      const address = `${baseURL}/sign-in?next=%2Fnotifications`;
      const href = await page.getByRole('link', { name: '브라우저로 열기' }).getAttribute('href');
      if (system === 'ios')
        expect(href).toBe(`kakaotalk://web/openExternal?url=${encodeURIComponent(address)}`);
      else
        expect(href).toMatch(/^intent:\/\/localhost:\d+\/sign-in\?next=%2Fnotifications#Intent;scheme=http;/);
      await expect(page.getByLabel('이 페이지의 주소')).toHaveValue(address);
      await page.getByRole('button', { name: '주소 복사하기' }).click();
      await expect(page.getByText('복사했어요', { exact: false })).toBeVisible();

      await page.goto(`/sign-in?next=${encodeURIComponent('//evil.example')}`);
      await expect(page.getByLabel('이 페이지의 주소')).toHaveValue(`${baseURL}/sign-in?next=%2F`);
    });
  });
}
