import { test as base, expect, type Page } from '@playwright/test';
import sharp from 'sharp';

/** A test fails on any error in the browser's console that it did not name beforehand in `expectedErrors`. */
export const test = base.extend<{ expectedErrors: RegExp[]; quietConsole: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern
  expectedErrors: async ({}, use) => {
    await use([]);
  },
  quietConsole: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await use(undefined);
      expect(errors.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Goes in as the demo person at this place of the list. */
export async function signIn(page: Page, place = 0): Promise<void> {
  await page.goto('/sign-in');
  await page.getByTestId('demo-people').getByRole('button').nth(place).click();
  await expect(page.getByRole('link', { name: /^알림/ })).toBeVisible();
}

/** A JPEG of noise, as large as a small photo. */
export async function jpeg(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  return sharp({ create: { width: 900, height: 1100, channels: 3, background: '#777', noise } })
    .jpeg()
    .toBuffer();
}

/** Opens an empty draft and waits until the page answers to typing. */
export async function openDraft(page: Page): Promise<void> {
  await page.goto('/sell');
  await expect(page).toHaveURL(/\/sell\/lst_/);
  await expect(page.getByTestId('save-state')).toBeVisible();
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'saved');
}

/** Takes cookies away from a page that is left first: it asks for a ticket of its own accord, and would be refused. */
export async function dropCookies(page: Page, which: { name?: string } = {}): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies(which);
}
