import type { Page } from '@playwright/test';
import { addListing } from './shop';
import { expect, expectSaved, openDraft, signIn, test } from './support';

const title = (page: Page) => page.getByLabel('제목', { exact: true });
const description = (page: Page) => page.getByLabel('설명', { exact: true });
const price = (page: Page) => page.getByLabel('가격', { exact: true });
const free = (page: Page) => page.getByRole('checkbox', { name: /나눔/ });
const expectRefused = (page: Page) =>
  expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'refused');

/** The page on which the first demo person edits a listing that others see. */
async function openPublished(page: Page) {
  const listing = await addListing(`고칠 물건 ${Date.now()}`);
  await signIn(page);
  await page.goto(`/sell/${listing.listingId}`);
  await expect(page.getByTestId('save-state')).toBeVisible();
  return { ...listing, seen: async () => (await page.request.get(`/listings/${listing.listingId}`)).text() };
}

test('a price is edited digit by digit, and only the box gives anything away', async ({ page }) => {
  const { seen, remove } = await openPublished(page);

  await test.step('zeros in the middle of typing are no gift', async () => {
    await price(page).fill('10000');
    await expectSaved(page);
    await price(page).evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 1));
    await price(page).press('Backspace');
    await expect(price(page)).toHaveValue('0,000');
    await expectRefused(page);
    await expect(price(page)).toBeFocused();
    await expect(free(page)).not.toBeChecked();
    expect(await seen()).toContain('10,000원');
    await page.keyboard.type('2');
    await expect(price(page)).toHaveValue('20,000');
    await expectSaved(page);
    await expect(price(page)).not.toHaveAttribute('aria-invalid');
    await price(page).blur();
  });

  await test.step('a zero that stays is asked about', async () => {
    await price(page).fill('0');
    await free(page).focus();
    await expect(page.getByText('돈을 받지 않으려면 나눔을 골라 주세요.')).toBeVisible();
    await expect(free(page)).not.toBeChecked();
  });

  await test.step('thinking again about giving away brings back the price, or the question for one', async () => {
    await free(page).check();
    await expectSaved(page);
    await free(page).uncheck();
    await expect(price(page)).toHaveValue('20,000');
    await expectSaved(page);
    await free(page).check();
    await expectSaved(page);
    await page.reload();
    await expect(free(page)).toBeChecked();
    await free(page).uncheck();
    await expect(page.getByText('가격을 적거나 나눔을 골라 주세요.')).toBeVisible();
    await price(page).fill('3000');
    await expectSaved(page);
    expect(await seen()).toContain('3,000원');
  });
  await remove();
});

test('one field that does not fit is marked and kept, and holds back no other', async ({ page }) => {
  const { listingId, seen, remove } = await openPublished(page);
  const before = await title(page).inputValue();
  await title(page).fill('책');
  await description(page).fill('새로 적은 설명이에요.');
  await expectRefused(page);
  await expect(title(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(title(page)).toHaveAccessibleDescription(/두 글자 이상/);
  const shown = await seen();
  expect(shown).toContain(before);
  expect(shown).toContain('새로 적은 설명이에요.');

  await page.getByRole('button', { name: '수정 마치기' }).click();
  await expect(title(page)).toBeFocused();
  await page.reload();
  await expect(title(page)).toHaveValue('책');
  await expectRefused(page);

  await title(page).fill('책상과 의자');
  await page.getByRole('button', { name: '수정 마치기' }).click();
  await expect(page).toHaveURL(`/listings/${listingId}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('책상과 의자');
  await page.goBack();
  await expect(title(page)).toHaveValue('책상과 의자');
  await remove();
});

test('what was written is there when its page is opened again, however it was left', async ({
  page,
  context,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page);
  await openDraft(page);
  const address = page.url();

  await test.step('saving moves nothing, and Back shows what was saved', async () => {
    await title(page).fill('원목 흔들의자');
    await description(page).pressSequentially('두 번');
    const place = await page.evaluate(() => window.scrollY);
    await expectSaved(page);
    await page.keyboard.type(' 앉았어요.');
    await expectSaved(page);
    expect(await page.evaluate(() => window.scrollY)).toBe(place);
    await page.getByRole('link', { name: '비트마켓' }).first().click();
    await expect(page.getByTestId('listing-feed')).toBeVisible();
    await page.goBack();
    await expect(title(page)).toHaveValue('원목 흔들의자');
    await expect(description(page)).toHaveValue('두 번 앉았어요.');
  });

  await test.step('reloaded before it was saved', async () => {
    await title(page).fill('원목 흔들의자 둘');
    await page.reload();
    await expect(title(page)).toHaveValue('원목 흔들의자 둘');
    await expectSaved(page);
  });

  await test.step('without a network, and then with one', async () => {
    await context.setOffline(true);
    await title(page).fill('원목 흔들의자 셋');
    await expect(page.getByText('연결되면 저절로 저장해요')).toBeVisible();
    await context.setOffline(false);
    await expectSaved(page);
  });

  await test.step('left without a network', async () => {
    await context.setOffline(true);
    await title(page).fill('원목 흔들의자 넷');
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(address);
    await expect(title(again)).toHaveValue('원목 흔들의자 넷');
    await expectSaved(again);
    await again.reload();
    await expect(title(again)).toHaveValue('원목 흔들의자 넷');
    await title(again).fill('');
    await description(again).fill('');
    await expectSaved(again);
  });
});

test('what was deleted in another window is called deleted, and can be taken back once', async ({ page }) => {
  const { remove } = await openPublished(page);
  await remove();
  await title(page).fill('지운 물건');
  await expect(page.getByText('이 물건을 찾지 못했어요.')).toBeVisible();
  await page.getByRole('link', { name: '내 물건 보기' }).click();
  const removed = page.getByTestId('removed');
  await removed.getByRole('button', { name: '되돌리기' }).click();
  await expect(removed).toBeHidden();
  await page.goBack();
  await expect(page.getByTestId('own-listings')).toBeVisible();
  await expect(removed).toBeHidden();
  await page.reload();
  await expect(removed).toBeHidden();
  await remove();
});
