import { type BrowserContextOptions, expect, type Page, test } from '@playwright/test';

/**
 * Not tests: pictures of every page for a person to look at, in .shots/. Both sizes, both themes, both languages.
 * They fail only where a page cannot be reached.
 */
const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 800 } };
const locales = { ko: 'ko-KR', en: 'en-GB' };
const themes = ['light', 'dark'] as const;

const open = ['/', '/search', '/chat', '/me', '/sign-in', '/nowhere'];
const signedIn = ['/me', '/notifications'];

/** `/me` → me; `/` → home. */
const nameOf = (path: string) => path.slice(1).replaceAll('/', '-') || 'home';

/** The page and all below the fold, once fonts and pictures are there. */
async function shoot(page: Page, folder: string, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `.shots/${folder}/${name}.png`, fullPage: true, animations: 'disabled' });
}

/** The first listing that turns, then the first that does not. */
async function shootListings(page: Page, folder: string): Promise<void> {
  await page.goto('/');
  const cards = page.getByTestId('listing-card');
  // The page streams: its frame is there before its cards.
  await cards.first().waitFor();
  const hrefs = await cards
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  let seen = { turning: false, still: false };
  for (const href of hrefs) {
    if (seen.turning && seen.still) return;
    await page.goto(href);
    await page.locator('h1').first().waitFor();
    const viewer = page.getByTestId('model-viewer');
    const kind = (await viewer.count()) > 0 ? 'turning' : 'still';
    if (seen[kind]) continue;
    seen = { ...seen, [kind]: true };
    if (kind === 'turning') await expect(viewer).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
    await shoot(page, folder, `listing-${kind}`);
  }
}

/** A conversation with a few lines in it, and the list that it stands in. */
async function shootChat(page: Page, folder: string): Promise<void> {
  await page.goto('/');
  await page.getByTestId('listing-card').filter({ hasText: 'boombox' }).first().getByRole('link').click();
  await page.getByRole('button', { name: /판매자와 채팅하기|Chat with the seller/ }).click();
  await page.waitForURL(/\/chat\/cnv_/);
  for (const line of ['안녕하세요, 아직 있나요?', 'https://naver-pay.shop/x https://map.naver.com/p']) {
    await page.getByRole('textbox').fill(line);
    await page.getByRole('button', { name: /^(보내기|Send)$/ }).click();
  }
  await expect(page.getByTestId('pending')).toHaveCount(0);
  await shoot(page, folder, 'conversation');
  await page.goto('/chat');
  await page.getByTestId('inbox').waitFor();
  await shoot(page, folder, 'chat-signed-in');
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByTestId('demo-people').getByRole('button').first().click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

for (const [size, viewport] of Object.entries(sizes)) {
  for (const [language, locale] of Object.entries(locales)) {
    for (const colorScheme of themes) {
      const folder = `${size}-${language}-${colorScheme}`;
      test(folder, async ({ browser, baseURL }) => {
        const options: BrowserContextOptions = {
          viewport,
          locale,
          colorScheme,
          baseURL,
          reducedMotion: 'reduce',
        };
        const context = await browser.newContext(options);
        const page = await context.newPage();
        for (const path of open) {
          await page.goto(path);
          await shoot(page, folder, nameOf(path));
        }
        await shootListings(page, folder);
        await signIn(page);
        for (const path of signedIn) {
          await page.goto(path);
          await shoot(page, folder, `${nameOf(path)}-signed-in`);
        }
        await shootChat(page, folder);
        await page.goto('/sell');
        await page.waitForURL(/\/sell\/lst_/);
        await shoot(page, folder, 'sell');
        await context.close();
      });
    }
  }
}
