import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { poorVerdict } from '@/tests/harness/scan-package';
import { addListing, addScan } from './shop';
import { expect, signIn, test } from './support';

const title = '코르셋, 뒤를 찍지 않은 것';
let listing: Awaited<ReturnType<typeof addListing>>;

test.beforeEach(async () => {
  listing = await addListing(title);
});

test.afterEach(async () => {
  await listing.remove();
});

const viewer = (page: Page) => page.getByTestId('model-viewer');

test('a poor model is its seller’s to judge, and buyers learn of it only when it is published', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const scanId = await addScan(listing.listingId, poorVerdict);
  const address = `/listings/${listing.listingId}`;
  const buyer = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  const card = page.getByTestId('scan-card');
  await signIn(page);

  await test.step('the seller sees the model, the reasons, what is missing and what to do', async () => {
    await page.goto(address);
    await expect(card).toHaveAttribute('data-status', 'held');
    await expect(viewer(page)).toHaveAttribute('data-detailed', 'true', { timeout: 30_000 });
    await expect(card.getByTestId('quality')).toContainText('찍지 않은 쪽이 있어서');
    await expect(card).toContainText('뒤쪽 및 위쪽을 10초씩 더 찍어 주세요.');
    await expect(card.getByTestId('rings')).toContainText('빠진 곳: 오른쪽 뒤, 뒤, 왼쪽 뒤, 왼쪽');
    await expect(card.getByRole('link', { name: '다시 찍기' })).toHaveAttribute(
      'href',
      `/sell/${listing.listingId}#video`,
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    );
  });

  await test.step('the ring of frames is gone round by keyboard, and says which are weak', async () => {
    const frames = card.getByTestId('frame-ring').getByRole('radio');
    // Three of the four were placed.
    await expect(frames).toHaveCount(3);
    await frames.first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(frames.nth(1)).toBeChecked();
    await expect(card.getByRole('radio', { name: '오른쪽 앞, 조금 위에서, 흐린 장면' })).toBeFocused();
  });

  await test.step('a buyer finds no trace of it', async () => {
    const answer = await buyer.goto(address);
    expect(await answer?.text()).not.toContain(scanId);
    await expect(buyer.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(viewer(buyer)).toHaveCount(0);
  });

  await test.step('deleting is asked about; publishing is not', async () => {
    await card.getByRole('button', { name: '모델 지우기' }).click();
    await expect(card.getByRole('alert')).toContainText('되돌릴 수 없어요');
    await card.getByRole('button', { name: '그대로 두기' }).click();
    await card.getByRole('button', { name: '이대로 공개' }).click();
    await expect(card).toHaveAttribute('data-status', 'done');
  });

  await test.step('the buyer turns it now, and is told what is a guess', async () => {
    await buyer.reload();
    await expect(viewer(buyer)).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
    await expect(buyer.getByTestId('unseen-note')).toContainText('뒤쪽 및 위쪽이 없어서');
    await expect(buyer.getByTestId('frame-ring')).toHaveCount(0);
  });
  await buyer.context().close();
});

test('a poor second model is discarded, and the first one stays', async ({ page }) => {
  const good = { ...poorVerdict, quality: { estimate: 0.96, grade: 'good' as const, reasons: [] } };
  const first = await addScan(listing.listingId, good);
  const second = await addScan(listing.listingId, poorVerdict);
  await signIn(page);
  await page.goto(`/sell/${listing.listingId}`);
  const card = page.getByTestId('scan-card');
  await expect(card).toHaveAttribute('data-status', 'held');
  await card.getByRole('button', { name: '모델 지우기' }).click();
  await card.getByRole('button', { name: '지우기', exact: true }).click();
  await expect(card).toHaveAttribute('data-status', 'done');
  const answer = await page.goto(`/listings/${listing.listingId}`);
  const html = (await answer?.text()) ?? '';
  expect([html.includes(first), html.includes(second)]).toEqual([true, false]);
});

test('the preview turns at once, and the model takes its place under the same camera', async ({ page }) => {
  await addScan(listing.listingId, { ...poorVerdict, quality: undefined });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/model.glb', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/listings/${listing.listingId}`);
  await expect(viewer(page)).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
  await expect(viewer(page)).toHaveAttribute('data-detailed', 'false');
  await expect(viewer(page).getByRole('progressbar')).toBeVisible();
  const stage = page.getByTestId('model-stage');
  await stage.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  const turned = String(Math.round(180 / 7) + 15);
  await expect(stage).toHaveAttribute('data-azimuth', turned);
  release();
  await expect(viewer(page)).toHaveAttribute('data-detailed', 'true', { timeout: 30_000 });
  await expect(viewer(page).getByRole('progressbar')).toHaveCount(0);
  await expect(stage).toHaveAttribute('data-azimuth', turned);
});

test.describe('the card of a thing that turns', () => {
  const openCard = async (page: Page) => {
    await addScan(listing.listingId, { ...poorVerdict, quality: undefined });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/turn-[1-7]/.test(request.url())) asked.push(request.url());
    });
    await page.goto('/');
    const card = page.getByTestId('listing-card').filter({ hasText: title }).first();
    await expect(card.getByTestId('turning-picture')).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
    return { asked, link: card.getByRole('link'), picture: card.getByTestId('turning-picture') };
  };

  test('goes once round under the mouse and rests; nothing was loaded before', async ({ page }) => {
    const { asked, link, picture } = await openCard(page);
    const place = await link.boundingBox();
    const seen = await picture.evaluateHandle((element) => {
      const values: string[] = [];
      new MutationObserver(() => values.push(element.getAttribute('data-picture') ?? '')).observe(element, {
        attributes: true,
      });
      return values;
    });
    await link.hover();
    await expect.poll(() => seen.jsonValue()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', 'rest']);
    expect(asked).toHaveLength(7);
    expect(await link.boundingBox()).toEqual(place);
  });

  test('does not move by itself where motion is not wanted', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const { asked, link, picture } = await openCard(page);
    await link.hover();
    await link.focus();
    await page.waitForTimeout(500);
    await expect(picture).toHaveAttribute('data-picture', 'rest');
    expect(asked).toEqual([]);
  });

  test('follows a finger, and the drag opens nothing', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, locale: 'ko-KR', hasTouch: true });
    const page = await context.newPage();
    const { picture } = await openCard(page);
    const box = await picture.boundingBox();
    if (!box) throw new Error('the card has no place');
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }],
      });
    await touch('touchStart', 0.8);
    await touch('touchMove', 0.7);
    await touch('touchMove', 0.3);
    await expect(picture).toHaveAttribute('data-picture', '4');
    await touch('touchEnd', 0.3);
    await expect(picture).toHaveAttribute('data-picture', 'rest');
    await expect(page).toHaveURL('/');
    await context.close();
  });
});

test('a device that opens USDZ in the room gets the link, others do not', async ({ page }) => {
  await addScan(listing.listingId, { ...poorVerdict, quality: undefined });
  const link = page.getByRole('link', { name: 'AR로 보기' });
  await page.goto(`/listings/${listing.listingId}`);
  await expect(viewer(page)).toBeVisible();
  await expect(link).toHaveCount(0);
  await page.addInitScript(() => {
    DOMTokenList.prototype.supports = (token: string) => token === 'ar';
  });
  await page.reload();
  await expect(link).toHaveAttribute('rel', 'ar');
  await expect(link).toHaveAttribute('href', /\/model\.usdz#allowsContentScaling=1$/);
  // Quick Look opens from a picture only.
  await expect(link.locator(':scope > :first-child')).toHaveJSProperty('tagName', 'IMG');
});
