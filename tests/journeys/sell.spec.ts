import { expect, expectSaved, jpeg, openDraft, signIn, test } from './support';

test('a seller writes a listing, publishes it, deletes it and takes that back', async ({ page }) => {
  const title = `여행 가방 ${Date.now()}`;
  await signIn(page);
  await openDraft(page);

  await test.step('publishing too early says what is missing and leads there', async () => {
    await page.getByRole('button', { name: '올리기', exact: true }).click();
    const missing = page.getByTestId('missing');
    await expect(missing.getByRole('button')).toHaveCount(5);
    await missing.getByRole('button', { name: '두 글자 이상인 제목' }).click();
    await expect(page.getByLabel('제목', { exact: true })).toBeFocused();
  });

  await test.step('everything is saved while it is made', async () => {
    await page
      .getByTestId('photo-input')
      .setInputFiles({ name: 'bag.jpg', mimeType: 'image/jpeg', buffer: await jpeg() });
    await expect(page.getByTestId('photo-tiles').getByRole('listitem')).toHaveCount(1);
    await page.getByLabel('제목', { exact: true }).fill(title);
    await page.getByLabel('설명', { exact: true }).fill('두 번 들었어요.');
    await page.getByLabel('가격', { exact: true }).pressSequentially('320000');
    await expect(page.getByLabel('가격', { exact: true })).toHaveValue('320,000');
    await page.getByText('거의 새것').click();
    await page.getByRole('combobox', { name: '거래 동네' }).pressSequentially('사직동');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: '거래 동네' })).toHaveValue(/사직동/);
    await expectSaved(page);
    // The server's copy has taken the local picture's place.
    await expect(page.getByTestId('photo-tiles').locator('img')).toHaveAttribute('src', /\/media\//);
    await page.reload();
    await expect(page.getByLabel('제목', { exact: true })).toHaveValue(title);
    await expect(page.getByLabel('가격', { exact: true })).toHaveValue('320,000');
    await expect(page.getByTestId('photo-tiles').getByRole('listitem')).toHaveCount(1);
  });

  await test.step('it is the first of all that is for sale', async () => {
    await page.getByRole('button', { name: '올리기', exact: true }).click();
    await expect(page).toHaveURL(/\/listings\/lst_/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await page.goto('/');
    const first = page.getByTestId('listing-feed').getByTestId('listing-card').first();
    await expect(first).toContainText(title);
    await expect(first).toContainText('320,000원');
    await first.getByRole('link').click();
    await expect(page.getByText('거의 새것')).toBeVisible();
  });

  await test.step('deleted, it is gone for everyone, and comes back', async () => {
    const address = page.url();
    await page.getByRole('button', { name: '삭제' }).click();
    const card = page.getByTestId('own-listings').getByTestId('listing-card').filter({ hasText: title });
    await expect(page.getByTestId('removed')).toContainText('물건을 삭제했어요.');
    await expect(card).toHaveCount(0);
    expect((await page.request.get(address)).status()).toBe(404);
    await page.getByRole('button', { name: '되돌리기' }).click();
    await expect(card).toContainText('판매 중');
    await expect(page.getByTestId('removed')).toBeHidden();
    expect((await page.request.get(address)).status()).toBe(200);
  });

  // The shop is left as it was found: other journeys count on what stands first.
  await page.getByTestId('listing-card').filter({ hasText: title }).getByRole('link').click();
  await page.getByRole('button', { name: '삭제' }).click();
  await expect(page.getByTestId('removed')).toBeVisible();
});

test('what is not one’s own can be neither edited nor deleted', async ({ page }) => {
  await signIn(page, 0);
  await openDraft(page);
  const draft = page.url();
  await page.goto('/me');
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await expect(page.getByRole('link', { name: '로그인' }).first()).toBeVisible();
  await signIn(page, 1);
  expect((await page.request.get(draft)).status()).toBe(404);
});

test.describe('files that are not what they say', () => {
  // The browser itself writes every refused request to the console.
  test.beforeEach(({ expectedErrors }) => {
    expectedErrors.push(/status of 400/);
  });

  test('a text named .mp4 is refused with a sentence, and the draft is kept', async ({ page }) => {
    await signIn(page);
    await openDraft(page);
    await page.getByLabel('제목', { exact: true }).fill('영상이 아닌 영상');
    await expectSaved(page);
    await page.getByTestId('video-input').setInputFiles({
      name: 'notes.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('이것은 영상이 아니라 글이에요. '.repeat(200)),
    });
    await expect(page.getByTestId('video-failed')).toContainText(
      '영상 파일이 아니에요. 사진과 글은 저장했어요.',
    );
    await page.reload();
    await expect(page.getByLabel('제목', { exact: true })).toHaveValue('영상이 아닌 영상');
    await page.getByLabel('제목', { exact: true }).fill('');
    await expectSaved(page);
  });

  test('an empty file and a photo that is none say so, each in its place', async ({ page }) => {
    await signIn(page);
    await openDraft(page);
    await page
      .getByTestId('video-input')
      .setInputFiles({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) });
    await expect(page.getByTestId('video-failed')).toContainText('파일이 끝까지 오지 않았어요.');
    await page.getByTestId('video-failed').getByRole('button', { name: '닫기' }).click();
    await expect(page.getByTestId('video-failed')).toHaveCount(0);
    await page
      .getByTestId('photo-input')
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    await expect(page.getByText('사진 a.jpg: 사진 파일이 아니에요.')).toBeVisible();
    await page.getByRole('button', { name: '닫기' }).click();
    await expect(page.getByText('사진 a.jpg')).toBeHidden();
  });
});
