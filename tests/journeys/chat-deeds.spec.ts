import type { Page } from '@playwright/test';
import { expectSound, onPhone, openFirst, ownListing, say, talkAbout } from './people';
import { expect, jpeg, signIn, test } from './support';

/** The model of a listing, whole and on its stage. */
async function untilTurning(page: Page): Promise<void> {
  await expect(page.getByTestId('model-viewer')).toHaveAttribute('data-detailed', 'true', {
    timeout: 60_000,
  });
}

/** From the next page on: addresses of bytes that a page has made and not given back, which keep the bytes in memory. */
async function countAddresses(page: Page): Promise<() => Promise<{ made: number; open: number }>> {
  await page.addInitScript(() => {
    const counted = { made: 0, open: 0 };
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (bytes) => {
      counted.made += 1;
      counted.open += 1;
      return createObjectURL(bytes);
    };
    URL.revokeObjectURL = (address) => {
      counted.open -= 1;
      revokeObjectURL(address);
    };
    Object.assign(window, { addresses: counted });
  });
  return () =>
    page.evaluate(() => (window as unknown as { addresses: { made: number; open: number } }).addresses);
}

/** What is kept in this browser of what was not sent. */
const unsent = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('bitmarket-chat');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const counting = db.transaction('photos').objectStore('photos').count();
    const photos = await new Promise<number>((resolve) => {
      counting.onsuccess = () => resolve(counting.result);
    });
    db.close();
    return { photos, words: Object.keys(localStorage).filter((key) => /^(unsent|words):/.test(key)).length };
  });

test('a photo, a link with a trick, and taking back what was said', async ({
  page: seller,
  browser,
  baseURL,
}) => {
  await signIn(seller, 3);
  const buyer = await onPhone(browser, baseURL, 1);
  const addresses = await countAddresses(buyer);
  await talkAbout(buyer, await ownListing(seller));
  const shown = '여기 주의할 주소: xn--nver-53d.com/x 그리고 map.naver.com/p';
  await say(buyer, '여기 https://nаver.com/x 그리고 https://map.naver.com/p', shown);
  await say(buyer, '실수로 보낸 말');
  await openFirst(seller);

  // Chosen without a network, and the page is left before there is one again.
  await buyer.context().route('**/api/uploads', (route) => route.abort());
  await buyer
    .getByTestId('chat-photo-input')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await jpeg() });
  await expect(buyer.getByTestId('pending').getByRole('img')).toBeVisible();
  await buyer.reload();
  await expect(buyer.getByTestId('pending').getByRole('img')).toBeVisible();
  await buyer.context().unroute('**/api/uploads');
  await expect(seller.getByRole('button', { name: '사진 크게 보기' })).toBeVisible({ timeout: 30_000 });
  await expect(buyer.getByTestId('pending')).toHaveCount(0);
  const { made, open } = await addresses();
  expect(made).toBeGreaterThan(0);
  expect(open).toBe(0);
  await seller.getByRole('button', { name: '사진 크게 보기' }).press('Enter');
  await expect(seller.getByRole('dialog', { name: '사진 1 / 1' }).getByRole('img')).toBeVisible();
  await seller.keyboard.press('Escape');
  await expect(seller.getByRole('dialog')).toHaveCount(0);

  const honest = seller.getByRole('link', { name: 'map.naver.com/p' });
  await expect(honest).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  const doubtful = seller.getByRole('button', { name: /주의할 주소: xn--/ });
  await doubtful.press('Enter');
  await expect(seller.getByText('naver.com처럼 보이게 꾸민 주소예요')).toContainText(
    '실제 주소: xn--nver-53d.com',
  );
  await expectSound(seller);

  // By keyboard: one stop for all messages, arrows between them.
  await buyer.locator('[data-message-menu]').last().focus();
  await buyer.keyboard.press('ArrowUp');
  await buyer.keyboard.press('Enter');
  await expect(buyer.getByRole('menuitem', { name: '복사하기' })).toBeFocused();
  await expectSound(buyer);
  await buyer.keyboard.press('ArrowDown');
  await buyer.keyboard.press('Enter');
  for (const page of [buyer, seller]) {
    await expect(page.getByTestId('messages')).toContainText('지운 메시지예요');
    await expect(page.getByTestId('messages')).not.toContainText('실수로 보낸 말');
  }
});

test('blocking and reporting take hold on both open pages', async ({ page: seller, browser, baseURL }) => {
  await signIn(seller, 3);
  const buyer = await onPhone(browser, baseURL, 2);
  await talkAbout(buyer, await ownListing(seller));
  await say(buyer, '지금 입금하면 반값이에요');
  await openFirst(seller);

  await seller.getByText('지금 입금하면').click({ button: 'right' });
  await seller.getByRole('menuitem', { name: '메시지 신고하기' }).click();
  const dialog = seller.getByRole('dialog');
  await dialog.getByRole('button', { name: '신고하기' }).click();
  await expect(dialog.getByText('이유를 하나 골라 주세요')).toBeVisible();
  await expectSound(seller);
  await dialog.getByText('사기 같아요').click();
  await dialog.getByRole('button', { name: '신고하기' }).click();
  await expect(seller.getByText('신고를 받았어요')).toBeVisible();

  await seller.getByRole('button', { name: '대화 메뉴' }).click();
  await seller.getByRole('menuitem', { name: '차단하기' }).click();
  await expect(buyer.getByText('지금은 이 대화에 메시지를 보낼 수 없어요')).toBeVisible();
  await expect(buyer.getByLabel('메시지 쓰기')).toHaveCount(0);
  await expect(buyer.getByText('지금 보고 있어요')).toHaveCount(0);
  await expectSound(buyer);
  await seller.getByRole('button', { name: '차단 풀기' }).click();
  await say(buyer, '미안해요');
  await expect(seller.getByTestId('messages')).toContainText('미안해요');
});

test('the list: found by words, put away, brought back, and a badge that is right in every tab', async ({
  page: seller,
  browser,
  baseURL,
}) => {
  await signIn(seller, 4);
  const buyer = await onPhone(browser, baseURL, 3);
  await talkAbout(buyer, await ownListing(seller));
  await seller.goto('/chat');
  const other = await seller.context().newPage();
  await other.goto('/');
  const badge = async () => Number((await other.getByTestId('chat-badge').first().textContent()) ?? 0);
  const before = (await other.getByTestId('chat-badge').count()) > 0 ? await badge() : 0;
  await say(buyer, '자전거 페달은 새것인가요?');
  for (const page of [seller, other]) {
    await expect(page).toHaveTitle(new RegExp(`^\\(${before + 1}\\) `));
    await expect(page.getByTestId('chat-badge').first()).toContainText(String(before + 1));
  }

  await seller.getByRole('searchbox').fill('페달');
  await expect(seller.getByTestId('inbox').getByRole('listitem')).toHaveCount(1);
  await expect(seller.getByTestId('inbox')).toContainText('페달은 새것인가요');
  await expect(seller.getByText('대화 1개를 찾았어요')).toHaveCount(1);
  // News in the list is shown of what was found, and nothing is searched for again.
  const asked: string[] = [];
  seller.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/chat') asked.push(request.url());
  });
  await say(buyer, '안장도요');
  await expect(seller.getByTestId('inbox').getByText('2', { exact: true })).toBeVisible();
  await seller.waitForTimeout(1000);
  expect(asked).toEqual([]);
  await expect(seller.getByTestId('inbox')).toContainText('페달은 새것인가요');
  await seller.getByRole('searchbox').fill('');
  const line = seller
    .getByTestId('inbox')
    .getByRole('listitem')
    .filter({ hasText: /안장|페달/ });
  const put = async (deed: string) => {
    await line.getByRole('button').click();
    await seller.getByRole('menuitem', { name: deed }).click();
  };
  await put('보관하기');
  await expect(line).toHaveCount(0);
  await expectSound(seller);
  const undo = seller.getByRole('button', { name: '되돌리기' });
  await expect(undo).toBeFocused();
  await seller.keyboard.press('Enter');
  await expect(line).toHaveCount(1);
  await expect(undo).toHaveCount(0);
  expect(await seller.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await expect(other).toHaveTitle(new RegExp(`^\\(${before + 2}\\) `));
  await put('나가기');
  await expect(line).toHaveCount(0);
  await expect(undo).toBeFocused();
  if (before === 0) await expect(other.getByTestId('chat-badge')).toHaveCount(0);
  await say(buyer, '페달 사진도 있나요?');
  await expect(line).toHaveCount(1);
  await expect(other).toHaveTitle(new RegExp(`^\\(${before + 3}\\) `));
  await seller.getByRole('searchbox').fill('페달은');
  await seller.getByRole('link', { name: /페달은 새것인가요/ }).click();
  await expect(seller.locator('[data-found]')).toContainText('페달은 새것인가요');
});

test('a long press opens the menu of a message when the finger is lifted, and presses nothing in it', async ({
  browser,
  baseURL,
}) => {
  const buyer = await onPhone(browser, baseURL, 2, { hasTouch: true, isMobile: true });
  await talkAbout(buyer, await ownListing(await onPhone(browser, baseURL, 4)));
  await say(buyer, '길게 누르는 말');
  const menu = buyer.getByRole('menuitem', { name: '복사하기' });
  const devtools = await buyer.context().newCDPSession(buyer);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number, y?: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: x === undefined || y === undefined ? [] : [{ x, y }],
    });
  const box = await buyer.getByText('길게 누르는 말').boundingBox();
  const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 5];

  await touch('touchStart', x, y);
  await touch('touchMove', x, y - 60);
  await buyer.waitForTimeout(700);
  await touch('touchEnd');
  await touch('touchStart', x, y);
  await buyer.waitForTimeout(700);
  await expect(menu).toHaveCount(0);
  await touch('touchEnd');
  await expect(menu).toBeVisible();
  await buyer.waitForTimeout(500);
  await expect(menu).toBeVisible();
  await expectSound(buyer);
  await menu.tap();
  await expect(menu).toHaveCount(0);
  await expect(buyer.getByRole('status').filter({ hasText: '복사' })).toBeVisible();
});

test('whoever signs out leaves nothing in the browser that was not sent', async ({ browser, baseURL }) => {
  const buyer = await onPhone(browser, baseURL, 2);
  // Nothing can be sent, so that what is gone was not sent.
  await buyer.routeWebSocket(/\/socket/, (route) => void route.close({ code: 4000 }));
  await talkAbout(buyer, await ownListing(await onPhone(browser, baseURL, 4)));
  await buyer.context().route('**/api/uploads', (route) => route.abort());
  const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await jpeg() };
  await buyer.getByTestId('chat-photo-input').setInputFiles(photo);
  await expect(buyer.getByTestId('pending').getByRole('img')).toBeVisible();
  await buyer.getByLabel('메시지 쓰기').fill('보내지 못한 말');
  await buyer.getByRole('button', { name: '보내기', exact: true }).click();
  await buyer.getByLabel('메시지 쓰기').fill('쓰다 만 말');
  await expect.poll(() => unsent(buyer)).toEqual({ photos: 1, words: 2 });
  await buyer.goto('/me');
  expect(await unsent(buyer)).toEqual({ photos: 1, words: 2 });
  await buyer.getByRole('button', { name: '로그아웃', exact: true }).click();
  await expect(buyer).toHaveURL('/');
  expect(await unsent(buyer)).toEqual({ photos: 0, words: 0 });
});

test('a question about a spot opens the viewer exactly there', async ({ browser, baseURL }) => {
  const buyer = await onPhone(browser, baseURL, 3);
  await buyer.goto('/');
  await buyer.getByTestId('listing-card').filter({ hasText: 'boombox' }).first().getByRole('link').click();
  await untilTurning(buyer);
  const stage = buyer.getByTestId('model-stage');
  await stage.focus();
  const usual = await stage.getAttribute('data-azimuth');
  await buyer.keyboard.press('ArrowRight');
  await buyer.keyboard.press('ArrowRight');
  await expect(stage).toHaveAttribute('data-azimuth', String(Number(usual) + 30));
  const ask = buyer.getByRole('button', { name: '이 부분 물어보기' });
  await expect(ask).toBeVisible();
  await expectSound(buyer);
  await ask.click();
  await expect(buyer).toHaveURL(/\/chat\/cnv_/, { timeout: 30_000 });
  const card = buyer.getByRole('link', { name: '3D에서 이 부분 보기' });
  await expect(card.getByRole('presentation')).toBeVisible({ timeout: 30_000 });
  await expect(buyer.getByTestId('pending')).toHaveCount(0);
  await expectSound(buyer);
  await card.click();
  await untilTurning(buyer);
  await expect(stage).toHaveAttribute('data-azimuth', String(Number(usual) + 30));
});

test('the composer stays above the keyboard of a phone', async ({ browser, baseURL }) => {
  const buyer = await onPhone(browser, baseURL, 4);
  await talkAbout(buyer, await ownListing(await onPhone(browser, baseURL, 2)));
  for (let index = 1; index <= 12; index += 1) await say(buyer, `${index}번째 줄`);
  // Safari leaves the page as tall as it was, and tells only the visual viewport of the keyboard.
  await buyer.evaluate(() => {
    Object.defineProperty(window.visualViewport, 'height', { value: 400, configurable: true });
    window.visualViewport?.dispatchEvent(new Event('resize'));
    // The list's last scroll may be told after the keyboard has come.
    document.querySelector('[data-testid=messages]')?.parentElement?.dispatchEvent(new Event('scroll'));
  });
  const bottomOf = async (name: string) => {
    const box = await buyer.getByLabel(name).boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  await expect.poll(() => bottomOf('메시지 쓰기')).toBeLessThanOrEqual(400);
  await expect
    .poll(() => buyer.getByText('12번째 줄').evaluate((line) => line.getBoundingClientRect().bottom))
    .toBeLessThan(400);
  // Chrome makes the page itself shorter.
  await buyer.evaluate(() => Reflect.deleteProperty(window.visualViewport ?? {}, 'height'));
  await buyer.setViewportSize({ width: 360, height: 420 });
  await expect.poll(() => bottomOf('메시지 쓰기')).toBeLessThanOrEqual(420);
  await expectSound(buyer);
});
