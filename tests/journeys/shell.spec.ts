import type { Locator } from '@playwright/test';
import { addListing } from './shop';
import { dropCookies, expect, signIn, test } from './support';

test('the home page is goods, by the page, and each of them once', async ({ page }) => {
  await page.goto('/');
  const cards = page.getByTestId('listing-feed').getByTestId('listing-card');
  await expect(cards.first()).toBeVisible();
  const more = page.getByRole('button', { name: '더 보기' });
  while (await more.isVisible()) {
    const count = await cards.count();
    await more.click();
    await expect.poll(() => cards.count()).toBeGreaterThan(count);
  }
  const ids = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('data-listing')));
  expect(new Set(ids).size).toBe(ids.length);
});

test('whoever comes back from an item finds the home page as they left it', async ({ page }) => {
  const added = await Promise.all(Array.from({ length: 26 }, (_, index) => addListing(`많은 물건 ${index}`)));
  await page.goto('/');
  const cards = page.getByTestId('listing-feed').getByTestId('listing-card');
  await expect(cards).toHaveCount(24);
  await page.getByRole('button', { name: '더 보기' }).press('Enter');
  await expect(cards.nth(24).getByRole('link')).toBeFocused();
  const count = await cards.count();
  await cards.nth(25).scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  await cards.nth(25).getByRole('link').click();
  await expect(page).toHaveURL(/\/listings\/lst_/);
  await page.goBack();
  await expect(cards).toHaveCount(count);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(place - 100);
  for (const listing of added) await listing.remove();
});

test('a slow page shows what is coming', async ({ page }) => {
  await page.goto('/');
  const waiting = page.getByTestId('waiting');
  /** Opens what a link leads to while the server keeps its answers back until the waiting page was seen. */
  const openSlowly = async (link: Locator) => {
    let answer = () => {};
    const seen = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const isPage = (url: URL) => url.searchParams.has('_rsc');
    await page.route(isPage, async (route) => {
      await seen;
      await route.continue();
    });
    await link.click();
    await expect(waiting).toHaveCSS('opacity', '1');
    await expect(waiting).toContainText('불러오고 있어요');
    answer();
    await expect(waiting).toBeHidden();
    await page.unroute(isPage);
  };
  await openSlowly(page.getByTestId('listing-card').first().getByRole('link'));
  await expect(page).toHaveURL(/\/listings\/lst_/);
  for (const place of ['채팅', '나'])
    await openSlowly(page.getByRole('navigation').getByRole('link', { name: place }));
});

test('language and brightness are chosen once and kept', async ({ page }) => {
  await page.goto('/me');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Display' })).toBeVisible();
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New items');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
});

test('a browser that asks for English gets it, any other Korean', async ({ browser, baseURL }) => {
  for (const [locale, lang] of [
    ['en-GB', 'en'],
    ['fr-FR', 'ko'],
  ] as const) {
    const context = await browser.newContext({ locale, baseURL });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await context.close();
  }
});

test('whoever is not signed in is asked to, and comes back to where they were going', async ({ page }) => {
  await page.goto('/notifications');
  await expect(page).toHaveURL('/sign-in?next=%2Fnotifications');
  await page.getByTestId('demo-people').getByRole('button').first().click();
  await expect(page).toHaveURL('/notifications');
});

test('signing in never leads to another site', async ({ page, baseURL }) => {
  for (const next of ['https://example.com', '//example.com', '/\\example.com']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByTestId('demo-people').getByRole('button').first().click();
    await expect(page.getByTestId('listing-feed')).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? '').origin);
    await dropCookies(page);
  }
});

test('scripts run only with the nonce of their page', async ({ page }) => {
  const first = await page.goto('/');
  const policy = first?.headers()['content-security-policy'] ?? '';
  const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  expect(/script-src [^;]*'unsafe-inline'/.test(policy)).toBe(false);
  const again = await page.reload();
  expect(again?.headers()['content-security-policy']).not.toContain(nonce);
  expect(again?.headers()['x-content-type-options']).toBe('nosniff');
});

test('another site cannot make a browser upload or take a ticket', async ({ page }) => {
  await signIn(page);
  for (const path of ['/api/uploads', '/api/uploads/med_1/complete', '/api/chat/ticket']) {
    const answer = await page.request.post(path, { headers: { Origin: 'https://example.com' }, data: {} });
    expect([path, answer.status(), await answer.json()]).toEqual([
      path,
      403,
      { error: { code: 'auth.origin', details: {} } },
    ]);
  }
});

test('a session lasts a quarter of an hour and is renewed while its person is here', async ({ page }) => {
  await signIn(page);
  const expiry = async () => {
    const cookies = await page.context().cookies();
    return cookies.find((cookie) => cookie.name.endsWith('next-auth.session-token'))?.expires ?? 0;
  };
  const first = await expiry();
  const leftSeconds = first - Date.now() / 1000;
  expect(leftSeconds).toBeGreaterThan(800);
  expect(leftSeconds).toBeLessThanOrEqual(900);
  await page.waitForTimeout(1500);
  // What SessionKeeper asks every few minutes.
  const answer = await page.evaluate(async () => (await fetch('/api/auth/session')).json());
  expect(answer).toHaveProperty('userId');
  expect(await expiry()).toBeGreaterThan(first + 1);
});
