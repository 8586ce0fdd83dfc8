import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { signOutEverywhere } from '@/lib/accounts/sessions';
import { isPushService } from '@/lib/platform/web-push';
import { createPerson } from '@/tests/harness/factories';
import { PushService } from '@/tests/harness/push-service';
import { pushKey, pushTo, subscribeToPush } from './push';
import * as repository from './repository';

let service: PushService;
let person: Viewer;
beforeAll(async () => {
  service = await PushService.open();
});
afterAll(() => service.close());
beforeEach(async () => {
  person = await createPerson();
});

const news = (title: string) => () =>
  ({ type: 'message', conversationId: 'cnv_1', title, body: 'b' }) as const;
const known = async () => (await repository.findSubscriptions(person.id)).map(({ endpoint }) => endpoint);

test('every browser of a person gets what only it can read, signed with our key', async () => {
  const browsers = [service.browser(), service.browser()];
  for (const { subscription } of browsers) await subscribeToPush(person, subscription);
  await pushTo(person.id, news('안녕'));
  for (const { taken } of browsers)
    expect(taken).toMatchObject([{ message: news('안녕')(), urgency: 'high', ttl: 86_400 }]);
  expect(service.signers.slice(-2)).toEqual([pushKey(), pushKey()]);
  expect(service.refused).toEqual([]);
});

test.each([404, 410])(
  'a browser that is gone (%i) is forgotten, one that is only busy is not',
  async (status) => {
    const [gone, busy] = [service.browser(), service.browser()];
    for (const { subscription } of [gone, busy]) await subscribeToPush(person, subscription);
    [gone.status, busy.status] = [status, 503];
    await pushTo(person.id, news('a'));
    expect(await known()).toEqual([busy.endpoint]);
    busy.status = 201;
    await pushTo(person.id, news('b'));
    expect(busy.messages).toEqual([news('b')()]);
  },
);

test('a browser belongs to whoever asked last, and to a session that counts', async () => {
  const browser = service.browser();
  const former = await createPerson();
  await subscribeToPush(former, browser.subscription);
  await subscribeToPush(person, browser.subscription);
  await pushTo(former.id, news('for the former'));
  expect(browser.messages).toEqual([]);
  await signOutEverywhere(person);
  await pushTo(person.id, news('after the end'));
  expect(browser.messages).toEqual([]);
  expect(await known()).toEqual([]);
});

test('a person has at most twenty browsers: the oldest makes room', async () => {
  const browsers = Array.from({ length: 22 }, () => service.browser());
  for (const { subscription } of browsers) await subscribeToPush(person, subscription);
  expect(await known()).toEqual(
    browsers
      .slice(2)
      .map(({ endpoint }) => endpoint)
      .reverse(),
  );
});

test.each([
  'https://fcm.googleapis.com/fcm/send/x',
  'https://updates.push.services.mozilla.com/wpush/v2/x',
  'https://wns2-par02p.notify.windows.com/w/?token=x',
  'https://web.push.apple.com/x',
])('the browsers’ push services are called: %s', (endpoint) => {
  expect(isPushService(endpoint)).toBe(true);
});

test.each([
  'http://fcm.googleapis.com/x',
  'https://fcm.googleapis.com:8443/x',
  'https://fcm.googleapis.com@127.0.0.1/x',
  'https://user:word@fcm.googleapis.com/x',
  'https://fcm.googleapis.com.evil.example/x',
  'https://evilfcm.googleapis.com.example/x',
  'https://notfcm.googleapis.com.evil/x',
  'https://xnotify.windows.com/x',
  'https://169.254.169.254/latest/meta-data',
  'http://localhost:9000/',
  'file:///etc/passwd',
])('nothing else is: %s', async (endpoint) => {
  const refused = { code: 'input.invalid', details: { field: 'endpoint' } };
  const { keys } = service.browser().subscription;
  await expect(subscribeToPush(person, { endpoint, keys, locale: 'ko' })).rejects.toMatchObject(refused);
  expect(await known()).toEqual([]);
});
