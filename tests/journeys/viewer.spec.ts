import type { Page } from '@playwright/test';
import { expect, test } from './support';

/** Opens a listing of the seed whose thing turns, from the home page. */
async function openModel(page: Page): Promise<void> {
  await page.goto('/');
  await page
    .getByTestId('listing-card')
    .filter({ has: page.getByLabel('3D로 돌려 볼 수 있어요') })
    .first()
    .getByRole('link')
    .click();
  await expect(page).toHaveURL(/\/listings\//);
}

const viewer = (page: Page) => page.getByTestId('model-viewer');
const stage = (page: Page) => page.getByTestId('model-stage');

async function untilReady(page: Page): Promise<void> {
  await expect(viewer(page)).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
}

async function azimuth(page: Page): Promise<number> {
  return Number(await stage(page).getAttribute('data-azimuth'));
}

test('a model loads by itself and turns by keyboard, buttons and hand', async ({ page }) => {
  await openModel(page);
  await untilReady(page);
  const before = await stage(page).screenshot();

  await stage(page).focus();
  const start = await azimuth(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => azimuth(page)).toBe(start + 30);
  expect((await stage(page).screenshot()).equals(before)).toBe(false);

  for (const [name, degrees] of [
    ['왼쪽', -90],
    ['오른쪽', 90],
    ['앞', 0],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => azimuth(page)).toBe(degrees);
  }
  await page.getByRole('button', { name: '뒤', exact: true }).click();
  await expect.poll(async () => Math.abs(await azimuth(page))).toBe(180);
  await page.getByRole('button', { name: '처음 위치로' }).click();
  await expect.poll(() => azimuth(page)).toBe(start);

  const box = await stage(page).boundingBox();
  if (!box) throw new Error('the stage has no place');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => azimuth(page)).not.toBe(start);
});

test('neither the wheel nor the focus is caught', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await openModel(page);
  await untilReady(page);
  const box = await stage(page).boundingBox();
  if (!box) throw new Error('the stage has no place');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await stage(page).click();
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(50);
  expect(
    await stage(page)
      .locator('canvas')
      .evaluate((canvas) => getComputedStyle(canvas).touchAction),
  ).toBe('pan-y');

  await stage(page).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: '앞', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(stage(page)).toBeFocused();
});

test('leaving the page gives everything back', async ({ page }) => {
  await openModel(page);
  await untilReady(page);
  const context = await stage(page)
    .locator('canvas')
    .evaluateHandle((canvas: HTMLCanvasElement) => canvas.getContext('webgl2'));
  expect(await context.evaluate((gl) => gl?.isContextLost())).toBe(false);
  await page.getByRole('link', { name: '홈' }).first().click();
  await expect(page.getByTestId('listing-feed')).toBeVisible();
  await expect.poll(() => context.evaluate((gl) => gl?.isContextLost())).toBe(true);
});

test('full screen opens and closes', async ({ page }) => {
  await openModel(page);
  await untilReady(page);
  await page.getByRole('button', { name: '전체 화면', exact: true }).click();
  const close = page.getByRole('button', { name: '전체 화면 닫기' });
  await expect(close).toBeVisible();
  const { width } = page.viewportSize() ?? { width: 0 };
  await expect.poll(async () => (await viewer(page).boundingBox())?.width).toBeGreaterThanOrEqual(width - 20);
  await close.click();
  await expect(page.getByRole('button', { name: '전체 화면', exact: true })).toBeVisible();
});

test('a model that does not arrive can be asked for again', async ({ page, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  await page.route('**/*.glb', (route) => route.abort());
  await openModel(page);
  await expect(viewer(page)).toContainText('모델을 받지 못했어요.');
  await page.unroute('**/*.glb');
  await page.getByRole('button', { name: '다시 받기' }).click();
  await untilReady(page);
});

test('a browser without WebGL says so in a sentence', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await openModel(page);
  await expect(viewer(page)).toContainText('이 브라우저에서는 3D를 그릴 수 없어요.');
});

/** As a browser does whose graphics driver has crashed. */
const loseContext = (page: Page) =>
  stage(page)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) =>
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(),
    );

test('a lost context can be opened again', async ({ page }) => {
  await openModel(page);
  await untilReady(page);
  await loseContext(page);
  await page.getByRole('button', { name: '다시 열기' }).click();
  await untilReady(page);
});

test('a lost context that is not given again costs the model, and not the page', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/WebGL|CanvasBoundary/);
  await openModel(page);
  await untilReady(page);
  await loseContext(page);
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.getByRole('button', { name: '다시 열기' }).click();
  await expect(viewer(page)).toContainText('이 브라우저에서는 3D를 그릴 수 없어요.');
  await expect(page.getByRole('button', { name: '판매자와 채팅하기' })).toBeVisible();
});
