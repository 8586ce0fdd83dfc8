import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type PushedBrowser, PushService } from '../harness/push-service';
import { expect, signIn, test } from './support';

/**
 * Chromium here has neither somebody who answers its question nor Google's push service: the answer is the journey's,
 * and what is subscribed is the journey's own push service. The rest is the page's, the worker's and the browser's own.
 */
async function standInForPermission(page: Page, { subscription }: PushedBrowser): Promise<void> {
  await page.exposeFunction('grantNotifications', () => page.context().grantPermissions(['notifications']));
  await page.addInitScript((subscribed) => {
    let asked = sessionStorage.getItem('asked') === '1';
    Object.defineProperty(Notification, 'permission', { get: () => (asked ? 'granted' : 'default') });
    Notification.requestPermission = async () => {
      await (window as unknown as { grantNotifications(): Promise<void> }).grantNotifications();
      asked = true;
      sessionStorage.setItem('asked', '1');
      return 'granted';
    };
    PushManager.prototype.subscribe = async () =>
      ({ toJSON: () => subscribed, unsubscribe: async () => true }) as unknown as PushSubscription;
  }, subscription);
}

/** Hands a push to the page's service worker, as the browser does. */
async function workerOf(page: Page): Promise<(message: object) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<{ registrationId: string; scopeURL: string }>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0]);
    }),
  );
  await session.send('ServiceWorker.enable');
  const { registrationId, scopeURL } = await registered;
  return async (message) => {
    const data = JSON.stringify(message);
    const origin = new URL(scopeURL).origin;
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/service-worker.js');
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map(({ title, body, tag }) => ({ title, body, tag }));
  });

test('an answer reaches somebody who left: asked for after the first message, replaced, withdrawn once read', async ({
  page: buyer,
  browser,
  baseURL,
}) => {
  const service = await PushService.open(Number(new URL(process.env.PUSH_TEST_ORIGIN ?? '').port));
  const phone = service.browser();
  await standInForPermission(buyer, phone);
  const seller = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  await signIn(seller, 3);
  await seller.goto('/me');
  const card = seller.getByTestId('listing-card').filter({ hasText: '판매 중' }).first();
  const listing = (await card.getByRole('link').getAttribute('href')) ?? '';

  await signIn(buyer, 4);
  await buyer.goto(listing);
  await buyer.getByRole('button', { name: '판매자와 채팅하기' }).click();
  await expect(buyer).toHaveURL(/\/chat\/cnv_/);
  const conversation = new URL(buyer.url()).pathname;
  await expect(buyer.getByRole('textbox')).toBeVisible();
  const accept = buyer.getByRole('button', { name: '알림 받기' });
  await expect(accept).toHaveCount(0);
  const say = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: '메시지 쓰기' }).fill(text);
    await page.getByRole('button', { name: '보내기', exact: true }).click();
  };
  await say(buyer, '아직 있나요?');
  await accept.click();
  // Until the server knows of it: the page is left next.
  await expect(buyer.getByText('답장이 오면 이 기기로 알려 드릴까요?')).toHaveCount(0);
  const deliver = await workerOf(buyer);

  await buyer.goto('/');
  await seller.goto(conversation);
  await say(seller, '네, 있어요');
  await expect.poll(() => phone.messages.at(-1)).toMatchObject({ type: 'message', body: '네, 있어요' });
  await deliver(phone.messages.at(-1) ?? {});
  const tag = conversation.split('/').at(-1);
  await expect.poll(() => shown(buyer)).toMatchObject([{ body: '네, 있어요', tag }]);
  await say(seller, '언제 오실래요?');
  await expect.poll(() => phone.messages.at(-1)).toMatchObject({ body: '언제 오실래요?' });
  await deliver(phone.messages.at(-1) ?? {});
  await expect.poll(() => shown(buyer)).toMatchObject([{ body: '언제 오실래요?', tag }]);

  // Read on another device of hers.
  const computer = await (await browser.newContext({ baseURL, locale: 'ko-KR' })).newPage();
  await signIn(computer, 4);
  await computer.goto(conversation);
  await expect.poll(() => phone.messages.at(-1)).toMatchObject({ type: 'withdraw' });
  await deliver(phone.messages.at(-1) ?? {});
  await expect.poll(() => shown(buyer)).toEqual([]);
  await service.close();
});

test('the same clientMessageId over HTTP gives the first result, and a stranger’s conversation is none', async ({
  page,
  baseURL,
}) => {
  await signIn(page, 4);
  await page.goto('/chat');
  const conversation = await page.locator('a[href^="/chat/cnv_"]').first().getAttribute('href');
  const conversationId = conversation?.split('/').at(-1);
  const clientMessageId = randomUUID();
  const post = (id: string | undefined, text: string) =>
    page.request.post('/api/chat/messages', {
      headers: { Origin: baseURL ?? '' },
      data: { conversationId: id, clientMessageId, content: { kind: 'text', text } },
    });
  const first = await (await post(conversationId, '한 번')).json();
  expect(first.message).toMatchObject({ clientMessageId, content: { kind: 'text', text: '한 번' } });
  expect(await (await post(conversationId, '두 번')).json()).toEqual(first);
  expect((await post('cnv_none', '한 번')).status()).toBe(404);
  const foreign = await page.request.post('/api/chat/messages', {
    headers: { Origin: 'https://evil.example' },
  });
  expect(foreign.status()).toBe(403);
});
