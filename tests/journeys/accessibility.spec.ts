import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openDraft, signIn, test } from './support';

/** Nothing that axe knows is wrong, and nothing that is wider than the screen. */
async function expectSound(page: Page): Promise<void> {
  await expect(page.locator('h1, main p').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 800 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on any page (${size}, ${colorScheme})`, async ({ page, expectedErrors }) => {
      expectedErrors.push(/status of 404/);
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const path of ['/', '/search', '/chat', '/me', '/sign-in', '/nowhere']) {
        await page.goto(path);
        await test.step(path, () => expectSound(page));
      }
      await page.goto('/');
      await page
        .getByTestId('listing-card')
        .filter({ has: page.getByLabel('3D로 돌려 볼 수 있어요') })
        .first()
        .getByRole('link')
        .click();
      await expect(page.getByTestId('model-viewer')).toHaveAttribute('data-ready', 'true', {
        timeout: 30_000,
      });
      await test.step('listing', () => expectSound(page));
      await signIn(page);
      for (const path of ['/me', '/notifications']) {
        await page.goto(path);
        await test.step(`${path} signed in`, () => expectSound(page));
      }
      await openDraft(page);
      await page.getByRole('button', { name: '올리기', exact: true }).click();
      await test.step('sell', () => expectSound(page));
    });
  }
}
