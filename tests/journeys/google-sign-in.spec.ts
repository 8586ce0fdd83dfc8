import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { byHand, hastySubject } from '../harness/openid-provider';
import { dropCookies, expect, test } from './support';

/** Somebody at the local OpenID provider: see tests/harness/openid-provider.ts. */
function stranger(subject: string = randomUUID()) {
  return { subject, email: `${subject}@town.example`, name: `손님${subject.slice(0, 6)}` };
}
type Stranger = ReturnType<typeof stranger>;

async function goToProvider(page: Page, path = '/sign-in'): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'Google로 계속하기' }).click();
  await expect(page.getByRole('heading', { name: 'OpenID provider' })).toBeVisible();
}

async function introduce(page: Page, person: Stranger, verified = true): Promise<void> {
  for (const [name, value] of Object.entries(person)) await page.getByLabel(name).fill(value);
  await page.getByLabel('verified').setChecked(verified);
  await page.getByRole('button', { name: 'Allow' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/me');
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await expect(page).toHaveURL('/');
}

const failure = (page: Page) => page.getByTestId('sign-in-failure');

test('a new person comes in by Google, and back to where they were going; later they are the same person', async ({
  page,
}) => {
  test.slow();
  const person = stranger();
  await goToProvider(page, '/notifications');
  await introduce(page, person);
  await expect(page).toHaveURL('/notifications');
  await page.goto('/me');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name);

  await signOut(page);
  await goToProvider(page);
  await introduce(page, { ...person, name: 'another name' });
  await expect(page).toHaveURL('/');
  await page.goto('/me');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name);
});

test('who refuses at Google is a stranger still, and can try again without losing the way', async ({
  page,
}) => {
  await goToProvider(page, '/sign-in?next=/notifications');
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(failure(page)).toHaveAttribute('data-code', 'refused');
  await page.getByRole('button', { name: 'Google로 계속하기' }).click();
  await introduce(page, stranger());
  await expect(page).toHaveURL('/notifications');
});

/** The address with which the provider wants to send the person back. */
async function wayBack(page: Page, person: Stranger): Promise<URL> {
  await goToProvider(page);
  await introduce(page, person);
  return new URL((await page.getByRole('link', { name: 'Back' }).getAttribute('href')) ?? '');
}

async function expectInterrupted(page: Page): Promise<void> {
  await expect(failure(page)).toHaveAttribute('data-code', 'interrupted');
  await page.goto('/notifications');
  await expect(page).toHaveURL(/\/sign-in/);
}

test('an answer with another state signs nobody in', async ({ page }) => {
  const url = await wayBack(page, stranger(byHand + randomUUID()));
  url.searchParams.set('state', 'A'.repeat(43));
  await page.goto(url.href);
  await expectInterrupted(page);
});

test('a code that has expired signs nobody in', async ({ page }) => {
  const url = await wayBack(page, stranger(hastySubject));
  await page.waitForTimeout(2500);
  await page.goto(url.href);
  await expectInterrupted(page);
});

test('a code that another browser has begun with, or that was used, signs nobody in', async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const url = await wayBack(page, stranger(byHand + randomUUID()));
  const context = await browser.newContext({ baseURL, locale: 'ko-KR' });
  const thief = await context.newPage();
  await thief.goto(url.href);
  await expectInterrupted(thief);
  await context.close();
  await page.goto(url.href);
  await expect(page).toHaveURL('/');
  await dropCookies(page, { name: 'next-auth.session-token' });
  await page.goto(url.href);
  await expectInterrupted(page);
});

test('the address of somebody else under another subject is refused, with the reason', async ({ page }) => {
  const owner = stranger();
  await goToProvider(page);
  await introduce(page, owner);
  await expect(page).toHaveURL('/');
  await signOut(page);
  await goToProvider(page);
  await introduce(page, { ...stranger(), email: owner.email });
  await expect(failure(page)).toHaveAttribute('data-code', 'emailInUse');
  await page.goto('/notifications');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('an address that was never verified is refused', async ({ page }) => {
  await goToProvider(page);
  await introduce(page, stranger(), false);
  await expect(failure(page)).toHaveAttribute('data-code', 'emailUnverified');
});
