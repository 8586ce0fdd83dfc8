import { expect, expectSaved, jpeg, openDraft, signIn, test } from './support';

/** A small clip with a coarse profile; most of the time is COLMAP's. */
const scanTimeoutMs = 10 * 60_000;

test('a real video becomes a model that turns, and the seller watches it grow', async ({ page }) => {
  test.setTimeout(scanTimeoutMs + 120_000);
  const card = page.getByTestId('scan-card');
  await signIn(page, 2);
  await openDraft(page);

  await test.step('the video uploads while the rest is written', async () => {
    await page.getByTestId('video-input').setInputFiles('tests/fixtures/corset/corset.mp4');
    await page
      .getByTestId('photo-input')
      .setInputFiles({ name: 'corset.jpg', mimeType: 'image/jpeg', buffer: await jpeg() });
    await page.getByLabel('제목', { exact: true }).fill('코르셋 마네킹');
    await page.getByLabel('설명', { exact: true }).fill('장식으로만 두었어요.');
    await page.getByLabel('가격', { exact: true }).fill('45000');
    await page.getByText('사용감 적음').click();
    await page.getByRole('combobox', { name: '거래 동네' }).pressSequentially('사직동');
    await page.getByRole('option').first().click();
    await expectSaved(page);
    await expect(card).toHaveAttribute('data-status', /queued|running/);
    await expect(page.getByTestId('photo-tiles').locator('img')).toHaveAttribute('src', /\/media\//);
    await page.getByRole('button', { name: '올리기', exact: true }).click();
    await expect(page).toHaveURL(/\/listings\/lst_/);
  });

  await test.step('the points appear once the cameras are solved, and a reload keeps all that is known', async () => {
    const points = page.getByTestId('sparse-points');
    await expect(points).toHaveAttribute('data-ready', 'true', { timeout: scanTimeoutMs });
    await page.reload();
    await expect(points).toHaveAttribute('data-ready', 'true');
    await expect(card).toHaveAttribute('data-status', 'running');
  });

  await test.step('its shape takes their place, before it has colours', async () => {
    await expect(page.getByTestId('rough-model')).toHaveAttribute('data-ready', 'true', {
      timeout: scanTimeoutMs,
    });
  });

  await test.step('the model comes without a reload, turns, and others see it', async () => {
    const viewer = page.getByTestId('model-viewer');
    await expect(viewer).toHaveAttribute('data-ready', 'true', { timeout: scanTimeoutMs });
    const stage = page.getByTestId('model-stage');
    const before = await stage.screenshot();
    await stage.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await stage.screenshot()).equals(before)).toBe(false);
    // The coarse model of a small clip may well be one that its seller has to judge first.
    const publish = page.getByRole('button', { name: '이대로 공개' });
    if (await publish.isVisible()) await publish.click();
    await expect(card).toHaveAttribute('data-status', 'done');
    await page.goto('/notifications');
    await expect(page.getByRole('link', { name: /코르셋 마네킹/ }).first()).toBeVisible();
    await page.goto('/');
    const first = page.getByTestId('listing-feed').getByTestId('listing-card').first();
    await expect(first).toContainText('코르셋 마네킹');
    await expect(first.getByLabel('3D로 돌려 볼 수 있어요')).toBeVisible();
  });

  await test.step('its seller reads until when the film is kept', async () => {
    await page
      .getByTestId('listing-feed')
      .getByRole('link', { name: /코르셋 마네킹/ })
      .first()
      .click();
    await page.getByRole('link', { name: '고치기' }).click();
    const until = new Date(Date.now() + 30 * 24 * 3600 * 1000);
    const date = until.toLocaleDateString('ko-KR', { dateStyle: 'long', timeZone: 'Asia/Seoul' });
    await expect(page.getByTestId('original-note')).toContainText(date);
    await expect(page.getByTestId('clip-input')).toBeAttached();
    await page.goto('/');
  });

  // The shop is left as it was found: other journeys count on what stands first.
  await page
    .getByTestId('listing-card')
    .filter({ hasText: '코르셋 마네킹' })
    .first()
    .getByRole('link')
    .click();
  await page.getByRole('button', { name: '삭제' }).click();
  await expect(page.getByTestId('removed')).toBeVisible();
});
