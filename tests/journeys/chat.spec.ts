import type { Page, WebSocketRoute } from '@playwright/test';
import { expectSound, onPhone, ownListing } from './people';
import { expect, signIn, test } from './support';

/** The page's socket in our hand: it can be cut, and kept from coming back. */
async function holdSocket(page: Page): Promise<{ cut(): Promise<void>; allow(): void }> {
  let blocked = false;
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/socket/, (route) => {
    if (blocked) return void route.close({ code: 4000 });
    route.connectToServer();
    open.add(route);
  });
  return {
    async cut() {
      blocked = true;
      for (const route of open) await route.close({ code: 4000 });
      open.clear();
    },
    allow() {
      blocked = false;
    },
  };
}

/** All titles of a page that had none for a moment, as between two pages. */
function titlesAfterNone(page: Page): Promise<(string | null)[]> {
  return page.evaluate(async () => {
    const title = document.head.querySelector('title');
    title?.remove();
    await new Promise(requestAnimationFrame);
    if (title) document.head.append(title);
    await new Promise(requestAnimationFrame);
    return [...document.head.querySelectorAll('title')].map(({ textContent }) => textContent);
  });
}

test('two people talk: badge, reading, typing, a lost connection', async ({
  page: seller,
  browser,
  baseURL,
}) => {
  await signIn(seller, 0);
  const listing = await ownListing(seller);
  await seller.goto('/');
  await expect(seller.getByTestId('chat-badge')).toHaveCount(0);

  const buyer = await onPhone(browser, baseURL, 1);
  const socket = await holdSocket(buyer);
  await buyer.goto(listing);
  await buyer.getByRole('button', { name: '판매자와 채팅하기' }).click();
  await expect(buyer).toHaveURL(/\/chat\/cnv_/);
  const write = buyer.getByLabel('메시지 쓰기');
  await write.fill('아직 있나요?');
  await write.press('Enter');
  const said = buyer.getByTestId('messages');
  await expect(said.getByTestId('unread-mark')).toHaveCount(1);
  await expect(buyer.getByTestId('pending')).toHaveCount(0);

  await expect(seller.getByTestId('chat-badge').first()).toContainText('1');
  await expect(seller).toHaveTitle(/^\(1\) /);
  expect(await titlesAfterNone(seller)).toEqual([expect.stringMatching(/^\(1\) \S/)]);
  await seller.goto('/chat');
  const line = seller.getByTestId('inbox').getByRole('link', { name: /아직 있나요/ });
  await expectSound(seller);
  await line.click();
  await expect(seller.getByTestId('messages')).toContainText('아직 있나요?');
  await expect(said.getByTestId('unread-mark')).toHaveCount(0);
  await expect(seller.getByTestId('chat-badge')).toHaveCount(0);
  await expect(buyer.getByText('지금 보고 있어요')).toBeVisible();

  await seller.getByLabel('메시지 쓰기').pressSequentially('네');
  await expect(said).toContainText('쓰고 있어요');
  await seller.getByLabel('메시지 쓰기').press('Shift+Enter');
  await seller.getByLabel('메시지 쓰기').pressSequentially('있어요');
  await seller.getByRole('button', { name: '보내기' }).click();
  await expect(said).toContainText('네\n있어요');
  await expect(said).not.toContainText('쓰고 있어요');
  await expectSound(buyer);

  await socket.cut();
  await write.fill('지하철이라 끊겼어요');
  await write.press('Enter');
  await expect(buyer.getByTestId('pending')).toContainText('연결되면 보내요');
  await expect(buyer.getByRole('status').filter({ hasText: '연결이 끊겨' })).toBeVisible();
  // Nobody knows from here whether the other has gone.
  await expect(buyer.getByText('다녀갔어요')).toHaveCount(0);
  await buyer.reload();
  await expect(buyer.getByTestId('pending')).toContainText('지하철이라 끊겼어요');
  socket.allow();
  await expect(seller.getByTestId('messages')).toContainText('지하철이라 끊겼어요', { timeout: 30_000 });
  await expect(buyer.getByTestId('pending')).toHaveCount(0);
  await expect(said.getByRole('listitem').filter({ hasText: '지하철이라' })).toHaveCount(1);
  await expect(buyer.getByText('지금 보고 있어요')).toBeVisible();
  await expect(said.getByTestId('unread-mark')).toHaveCount(0);

  await seller.goBack();
  const now = seller.getByTestId('inbox').getByRole('link', { name: /지하철이라 끊겼어요/ });
  await expect(now).toBeVisible();
  await expect(now).not.toContainText('읽지 않은');
  await seller.goto('/');
  await expect(buyer.getByText('방금 다녀갔어요', { exact: true })).toBeVisible();
});

test('who was away finds the first unread message, and older ones without a jump', async ({
  page,
  browser,
  baseURL,
}) => {
  const buyer = await onPhone(browser, baseURL, 1);
  await buyer.goto(await ownListing(await onPhone(browser, baseURL, 2)));
  await buyer.getByRole('button', { name: '판매자와 채팅하기' }).click();
  const write = buyer.getByLabel('메시지 쓰기');
  const sayTwenty = async (after: number) => {
    for (let index = after + 1; index <= after + 20; index += 1) {
      await write.fill(`${index}번째 말`);
      await write.press('Enter');
      await expect(buyer.getByText(`${index}번째 말`, { exact: true })).toBeVisible();
    }
    await expect(buyer.getByTestId('pending')).toHaveCount(0, { timeout: 30_000 });
  };
  await sayTwenty(0);
  await signIn(page, 2);
  await page.goto('/chat');
  await page
    .getByTestId('inbox')
    .getByRole('link', { name: /20번째 말/ })
    .click();
  await expect(page.getByText('20번째 말')).toBeInViewport();
  await expect(page.getByText('1번째 말', { exact: true })).not.toBeInViewport();
  const toUnread = page.getByRole('button', { name: '읽지 않은 메시지 20개' });
  await expect(toUnread).toBeVisible();
  await toUnread.click();
  await expect(page.getByText('1번째 말', { exact: true })).toBeInViewport();
  await expect(toUnread).toHaveCount(0);
  await page.getByRole('button', { name: '맨 아래로' }).click();
  await expect(page.getByText('20번째 말')).toBeInViewport();

  // By hand, too; a little way up is not there yet.
  const conversation = page.url();
  await page.goto('/');
  await sayTwenty(20);
  await page.goto(conversation);
  await expect(toUnread).toBeVisible();
  const list = page.getByRole('region', { name: '메시지', exact: true });
  await list.evaluate((element) => element.scrollBy(0, -100));
  await expect(page.getByRole('button', { name: '맨 아래로' })).toBeVisible();
  await expect(toUnread).toBeVisible();
  await page.getByText('여기부터 읽지 않은 메시지').scrollIntoViewIfNeeded();
  await expect(toUnread).toHaveCount(0);
});

test('one Enter sends once, whatever the input method does with it', async ({ page, browser, baseURL }) => {
  const listing = await ownListing(await onPhone(browser, baseURL, 0));
  await signIn(page, 2);
  await page.goto(listing);
  await page.getByRole('button', { name: '판매자와 채팅하기' }).click();
  await expect(page).toHaveURL(/\/chat\/cnv_/);
  // Chrome's own input method machinery: a syllable is composed, and Enter ends it.
  await page.getByLabel('메시지 쓰기').focus();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: '안녕', selectionStart: 2, selectionEnd: 2 });
  await page
    .getByLabel('메시지 쓰기')
    .dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true });
  await devtools.send('Input.insertText', { text: '안녕' });
  await page.keyboard.press('Enter');
  const mine = page.getByTestId('messages').getByText('안녕', { exact: true });
  await expect(mine).toHaveCount(1);
  await expect(page.getByLabel('메시지 쓰기')).toHaveValue('');
  await expect(page.getByTestId('pending')).toHaveCount(0);
  await expect(mine).toHaveCount(1);
});

test("a stranger's conversation is not there", async ({ page, expectedErrors }) => {
  expectedErrors.push(/status of 404/);
  await signIn(page, 0);
  const response = await page.goto('/chat/cnv_none');
  expect(response?.status()).toBe(404);
});
