import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { expect, signIn } from './support';

/** A second person, on a phone. */
export async function onPhone(
  browser: Browser,
  baseURL: string | undefined,
  place: number,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const options = { baseURL, locale: 'ko-KR', viewport: { width: 360, height: 780 }, ...more };
  const page = await (await browser.newContext(options)).newPage();
  await signIn(page, place);
  return page;
}

/** A listing that others see, of the person who is signed in. */
export async function ownListing(page: Page): Promise<string> {
  await page.goto('/me');
  const card = page.getByTestId('listing-card').filter({ hasText: '판매 중' }).first();
  return (await card.getByRole('link').getAttribute('href')) ?? '';
}

export async function expectSound(page: Page): Promise<void> {
  // Of a page that has only just come the title may be the last to arrive.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** To the conversation about this listing. */
export async function talkAbout(page: Page, listing: string): Promise<void> {
  await page.goto(listing);
  await page.getByRole('button', { name: '판매자와 채팅하기' }).click();
  await expect(page).toHaveURL(/\/chat\/cnv_/);
}

/**
 * Writes and waits until it is stored.
 * @param shown what is to be read of it: of an address only the host that it really leads to is
 */
export async function say(page: Page, text: string, shown = text): Promise<void> {
  await page.getByLabel('메시지 쓰기').fill(text);
  await page.getByRole('button', { name: '보내기', exact: true }).click();
  await expect(page.getByTestId('messages')).toContainText(shown);
  await expect(page.getByTestId('pending')).toHaveCount(0);
}

/** The first of the list, opened. */
export async function openFirst(page: Page): Promise<void> {
  await page.goto('/chat');
  await page.getByTestId('inbox').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/chat\/cnv_/);
}
