import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectSound, onPhone, openFirst, ownListing, say, talkAbout } from './people';
import { addPerson } from './shop';
import { expect, jpeg, signIn, test } from './support';

test('half a message is still there after a look at the item and a reload, and gone once it is sent', async ({
  browser,
  baseURL,
}) => {
  const buyer = await onPhone(browser, baseURL, 2);
  await talkAbout(buyer, await ownListing(await onPhone(browser, baseURL, 4)));
  const write = buyer.getByLabel('메시지 쓰기');
  await write.fill('쓰다 만 말');
  await buyer.locator('header a[href^="/listings/"]').click();
  await expect(buyer).toHaveURL(/\/listings\//);
  await buyer.goBack();
  await expect(write).toHaveValue('쓰다 만 말');
  await buyer.reload();
  await expect(write).toHaveValue('쓰다 만 말');
  await buyer.getByRole('button', { name: '보내기', exact: true }).click();
  await expect(buyer.getByTestId('pending')).toHaveCount(0);
  await buyer.reload();
  await expect(buyer.getByTestId('messages')).toContainText('쓰다 만 말');
  await expect(write).toHaveValue('');
});

test('a photo that was refused is not sent again by itself, and what cannot be shown is no broken picture', async ({
  browser,
  baseURL,
}) => {
  const buyer = await onPhone(browser, baseURL, 2);
  await talkAbout(buyer, await ownListing(await onPhone(browser, baseURL, 4)));
  let asked = 0;
  await buyer.route('**/api/uploads', (route) => {
    asked += 1;
    return route.fulfill({ status: 403, json: { error: { code: 'conversation.closed', details: {} } } });
  });
  const files = [
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await jpeg() },
    { name: 'b.heic', mimeType: 'image/heic', buffer: Buffer.from('what Chrome cannot show') },
  ];
  await buyer.getByTestId('chat-photo-input').setInputFiles(files);
  const pending = buyer.getByTestId('pending');
  await expect(pending.getByRole('alert')).toHaveCount(2);
  await expect(pending.getByRole('img')).toHaveCount(1);
  await expectSound(buyer);
  expect(asked).toBe(2);
  await buyer.reload();
  await expect(pending.getByRole('alert')).toHaveCount(2);
  await buyer.unroute('**/api/uploads');
  await pending.getByRole('button', { name: '다시 보내기' }).first().click();
  await expect(buyer.getByTestId('messages').getByRole('button', { name: '사진 크게 보기' })).toHaveCount(1, {
    timeout: 30_000,
  });
  expect(asked).toBe(2);
});

test('what is on its way goes on when the conversation is left', async ({ browser, baseURL }) => {
  const [buyer, seller] = [await onPhone(browser, baseURL, 2), await onPhone(browser, baseURL, 4)];
  await talkAbout(buyer, await ownListing(seller));
  const conversation = buyer.url();
  // The photo's upload has begun and does not end.
  await buyer.route('**/api/uploads', () => undefined, { times: 1 });
  await buyer.getByTestId('chat-photo-input').setInputFiles({
    name: 'scratch.jpg',
    mimeType: 'image/jpeg',
    buffer: await jpeg(),
  });
  await expect(buyer.getByTestId('pending')).toHaveCount(1);
  await buyer.goBack();
  await expect(buyer).toHaveURL(/\/listings\//);
  await seller.goto(conversation);
  await expect(seller.getByTestId('messages').getByRole('button', { name: '사진 크게 보기' })).toHaveCount(
    1,
    {
      timeout: 30_000,
    },
  );
  await buyer.goto(conversation);
  await expect(buyer.getByTestId('messages').getByRole('button', { name: '사진 크게 보기' })).toHaveCount(1);
  await expect(buyer.getByTestId('pending')).toHaveCount(0);
});

/** Whether the number beside the word 'chat' leaves the word alone. */
const isClear = (page: Page) =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: /채팅/ })
    .locator('visible=true')
    .evaluate((link) => {
      const word = document.createRange();
      word.selectNodeContents(link.lastChild as Node);
      const badge = link.querySelector('[data-testid="chat-badge"]')?.getBoundingClientRect();
      const { left, top } = word.getBoundingClientRect();
      return badge !== undefined && (badge.right <= left || badge.bottom <= top);
    });

test('nobody writes to who has left, on an open page and on a new one', async ({
  page: seller,
  browser,
  baseURL,
}) => {
  await signIn(seller, 1);
  const listing = await ownListing(seller);
  const name = `손님${randomUUID().slice(0, 6)}`;
  await addPerson(name);
  const guest = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  await guest.goto('/sign-in');
  await guest.getByTestId('demo-people').getByRole('button', { name }).click();
  await expect(guest.getByRole('link', { name: /^알림/ })).toBeVisible();
  await talkAbout(guest, listing);
  await say(guest, '곧 떠나는 사람이에요');
  await seller.goto('/');
  await expect(seller.getByTestId('chat-badge').first()).toBeVisible();
  expect(await isClear(seller)).toBe(true);
  await openFirst(seller);
  await expect(seller.getByTestId('messages')).toContainText('곧 떠나는 사람이에요');

  await guest.goto('/me');
  await guest.getByRole('link', { name: '계정 지우기' }).click();
  await guest.getByTestId('leave').getByRole('textbox').fill(name);
  await guest.getByTestId('leave').getByRole('button', { name: '계정 지우기' }).click();
  await expect(guest.getByText('계정을 지웠어요')).toBeVisible();

  const why = seller.getByText('탈퇴한 사람이라 더는 메시지를 보낼 수 없어요');
  for (const again of [false, true]) {
    if (again) await seller.reload();
    await expect(why).toBeVisible({ timeout: 30_000 });
    await expect(seller.getByLabel('메시지 쓰기')).toHaveCount(0);
    await expect(seller.getByText('다녀갔어요')).toHaveCount(0);
  }
  await expectSound(seller);
});
