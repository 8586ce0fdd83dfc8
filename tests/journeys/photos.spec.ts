import { expect, jpeg, openDraft, signIn, test } from './support';

test('photos stay in the order in which they were chosen, and one can be taken away by keyboard', async ({
  page,
}) => {
  await signIn(page);
  await openDraft(page);
  const asked: Promise<string>[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/api/uploads') return;
    asked.push(request.response().then(async (response) => (await response?.json())?.mediaId ?? ''));
  });
  // The first photo's question is overtaken by the second's, if there is one beside it.
  let first = true;
  await page.route('**/api/uploads', async (route) => {
    const late = first;
    first = false;
    if (late) await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  const files = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => ({
      name: `${name}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await jpeg(),
    })),
  );
  await page.getByTestId('photo-input').setInputFiles(files);
  const pictures = page.getByTestId('photo-tiles').locator('img[src*="/photos/"]');
  await expect(pictures).toHaveCount(4, { timeout: 30_000 });
  await page.reload();
  await expect(pictures).toHaveCount(4);
  const shown = await pictures.evaluateAll((all) =>
    all.map((picture) => /med_\w+/.exec(picture.getAttribute('src') ?? '')?.[0]),
  );
  expect(shown).toEqual(await Promise.all(asked));
  await expect(page.getByAltText('사진 1/4')).toBeVisible();

  await page.getByRole('button', { name: '사진 4 빼기' }).press('Enter');
  await expect(pictures).toHaveCount(3);
  await expect(page.getByRole('button', { name: '사진 3 빼기' })).toBeFocused();
  for (const left of [2, 1]) {
    await page.getByRole('button', { name: '사진 1 빼기' }).press('Enter');
    await expect(pictures).toHaveCount(left);
    await expect(page.getByRole('button', { name: '사진 1 빼기' })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(pictures).toHaveCount(0);
  await expect(page.getByRole('region', { name: '사진' })).toBeFocused();
});

test('a damaged photo is called that by its name, and nobody waits for it', async ({ page }) => {
  await signIn(page);
  await openDraft(page);
  const whole = await jpeg();
  await page.getByTestId('photo-input').setInputFiles({
    name: 'half.jpg',
    mimeType: 'image/jpeg',
    buffer: whole.subarray(0, whole.length / 2),
  });
  const notice = page.getByText('사진 half.jpg:');
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('photo-tiles')).toBeHidden();
  const address = page.url();
  await page.goto(address.replace('/sell/', '/listings/'));
  await expect(page.getByText('아직 사진이 없어요')).toBeVisible();
  await page.goto(address);
  const dismiss = page.getByRole('button', { name: '닫기' });
  await dismiss.click();
  await expect(dismiss).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('save-state')).toBeVisible();
  await expect(dismiss).toBeHidden();
});
