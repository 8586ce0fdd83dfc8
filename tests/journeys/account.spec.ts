import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { addPerson } from './shop';
import { expect, jpeg, test } from './support';

const portrait = (page: Page) => page.getByTestId('portrait');

/** A demo person of their own for each test, so that one may leave. */
async function enter(page: Page): Promise<string> {
  const name = `손님${randomUUID().slice(0, 6)}`;
  await addPerson(name);
  await page.goto('/sign-in');
  await page.getByTestId('demo-people').getByRole('button', { name }).click();
  await expect(page.getByRole('link', { name: /^알림/ })).toBeVisible();
  await page.goto('/me');
  return name;
}

test('a photo of oneself appears once it is ready, where the person is shown, and can be taken away', async ({
  page,
  expectedErrors,
}) => {
  // The refusal of what is no photo.
  expectedErrors.push(/400 \(Bad Request\)/);
  const name = await enter(page);
  const input = page.getByTestId('portrait-input');
  await input.setInputFiles({ name: 'me.txt', mimeType: 'text/plain', buffer: Buffer.from('me') });
  await expect(portrait(page).getByRole('alert')).toContainText('사진 파일이 아니에요');
  await input.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await jpeg() });
  await expect(portrait(page).locator('img')).toBeVisible({ timeout: 30_000 });
  await expect(portrait(page).getByRole('alert')).toBeHidden();
  // Others see it too.
  await page.context().clearCookies();
  await page.goto('/sign-in');
  const person = page.getByTestId('demo-people').getByRole('button', { name });
  await expect(person.locator('img')).toBeVisible();
  await person.click();
  await expect(page.getByRole('link', { name: /^알림/ })).toBeVisible();
  await page.goto('/me');
  await page.getByRole('button', { name: '사진 빼기' }).click();
  await expect(portrait(page).locator('img')).toBeHidden();
});

test('whoever leaves reads first what goes, takes their data along, and is gone', async ({ page }) => {
  const name = await enter(page);
  await page.getByRole('link', { name: '계정 지우기' }).click();
  await expect(page.getByRole('heading', { name: '남는 것' })).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '내 데이터 내려받기' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^bitmarket-\d{4}-\d\d-\d\d\.zip$/);
  const zip = await readFile(await download.path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(zip.includes(name)).toBe(true);

  const form = page.getByTestId('leave');
  await form.getByRole('textbox').fill('somebody else');
  await form.getByRole('button', { name: '계정 지우기' }).click();
  await expect(form.getByRole('alert')).toContainText('내 이름과 달라요');
  await form.getByRole('textbox').fill(name);
  await form.getByRole('button', { name: '계정 지우기' }).click();
  await expect(page.getByText('계정을 지웠어요')).toBeVisible();
  await page.goto('/sign-in');
  await expect(page.getByTestId('demo-people')).toBeVisible();
  await expect(page.getByTestId('demo-people').getByRole('button', { name })).toHaveCount(0);
});

test('signing out everywhere ends every device at once, and each says so', async ({
  page,
  browser,
  baseURL,
}) => {
  const name = await enter(page);
  const other = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  await other.goto('/sign-in?next=/me');
  await other.getByTestId('demo-people').getByRole('button', { name }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(name);

  await page.getByRole('button', { name: '모든 기기에서 로그아웃' }).click();
  await expect(page.getByRole('link', { name: '로그인' }).first()).toBeVisible();
  // Without a reload, and with the way back to where one was.
  await expect(other.getByTestId('signed-out')).toContainText('로그아웃됐어요');
  await other.getByRole('link', { name: '다시 로그인하기' }).click();
  await expect(other.getByTestId('demo-people')).toBeVisible();
  await expect(other.getByTestId('signed-out')).toHaveCount(0);
  await other.getByTestId('demo-people').getByRole('button', { name }).click();
  await expect(other).toHaveURL('/me');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(other.getByTestId('signed-out')).toHaveCount(0);
  await other.context().close();
});

test('signing out in one tab ends the other tabs of the browser, and no other device', async ({
  page,
  browser,
  baseURL,
}) => {
  const name = await enter(page);
  const device = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  await device.goto('/sign-in?next=/me');
  await device.getByTestId('demo-people').getByRole('button', { name }).click();
  await expect(device.getByRole('heading', { level: 1 })).toHaveText(name);
  const tab = await page.context().newPage();
  const socket = tab.waitForEvent('websocket');
  await tab.goto('/chat');
  const closed = (await socket).waitForEvent('close');
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await closed;
  await expect(tab.getByTestId('signed-out')).toContainText('로그아웃됐어요');
  await expect(page).toHaveURL('/');
  await expect(page.getByTestId('signed-out')).toHaveCount(0);
  await device.reload();
  await expect(device.getByRole('heading', { level: 1 })).toHaveText(name);
  await device.context().close();
});

test('a name that is taken comes with one that is free, and up to two neighbourhoods are kept', async ({
  page,
}) => {
  const name = await enter(page);
  const taken = `손님${randomUUID().slice(0, 6)}`;
  await addPerson(taken);
  const form = page.getByTestId('profile');
  await form.getByLabel('이름', { exact: true }).fill(taken);
  await form.getByRole('button', { name: '저장하기' }).click();
  await form.getByRole('button', { name: `“${taken}2” 쓰기` }).click();
  await expect(form.getByText('저장했어요.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${taken}2`);
  expect(name).not.toBe(taken);

  for (const [query, place] of [
    ['사직', '종로구 사직동'],
    ['삼청', '종로구 삼청동'],
  ] as const) {
    await form.getByRole('combobox').fill(query);
    await form.getByRole('option', { name: new RegExp(place) }).click();
  }
  await expect(form.getByRole('combobox')).toHaveCount(0);
  await expect(form.getByRole('button', { name: '삼청동 빼기' })).toBeFocused();
  await form.getByRole('button', { name: '저장하기' }).click();
  await expect(form.getByText('저장했어요.')).toBeVisible();
  await page.reload();
  await expect(form.getByRole('listitem')).toHaveCount(2);
  await form.getByRole('button', { name: '사직동 빼기' }).click();
  await expect(form.getByRole('combobox')).toBeVisible();
});
