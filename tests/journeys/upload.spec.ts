import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { partBytes } from '@/lib/media/schema';
import { expect, openDraft, signIn, test } from './support';

const parts = 9;
const uploadBytesPerSecond = 12e6;

let directory: string;
let video: string;
let videoBytes: number;

/** A real clip made large by a box that players skip (ISO 14496-12, section 8.1.2). */
test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-upload-'));
  video = join(directory, 'walk round the corset.mp4');
  const clip = await readFile('tests/fixtures/corset/corset.mp4');
  const box = randomBytes((parts - 1) * partBytes);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  await writeFile(video, Buffer.concat([clip, box]));
  videoBytes = clip.length + box.length;
});
test.afterAll(() => rm(directory, { recursive: true, force: true }));

/** A phone's line: slow enough to be cut in the middle of a part. */
async function slowLine(page: Page): Promise<(offline: boolean) => Promise<void>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const set = async (offline: boolean) => {
    const speed = { latency: 5, downloadThroughput: -1, uploadThroughput: uploadBytesPerSecond };
    await session.send('Network.emulateNetworkConditions', { offline, ...speed });
  };
  await set(false);
  return set;
}

/** What reached the object store: the bytes of every part that it took, in the order of arrival. */
class Arrivals {
  readonly taken: { part: number; bytes: number }[] = [];

  watch(page: Page): void {
    page.on('response', async (response) => {
      const request = response.request();
      const url = new URL(response.url());
      if (request.method() !== 'PUT' || !url.pathname.startsWith('/incoming/') || !response.ok()) return;
      const bytes = Number((await request.allHeaders())['content-length']);
      this.taken.push({ part: Number(url.searchParams.get('partNumber')), bytes });
    });
  }
}

const upload = (page: Page) => page.getByTestId('video-upload');
const unfinished = (page: Page) => page.getByTestId('video-unfinished');
const shownPercent = async (page: Page) =>
  Number(await page.getByRole('progressbar', { name: '영상 올리는 중' }).getAttribute('aria-valuenow'));
const pickAgain = (page: Page) => page.getByTestId('video-resume-input').setInputFiles(video);

/** Until bytes are on their way that were not there at `percent`. */
const untilMoreThan = (page: Page, percent: number) =>
  expect.poll(() => shownPercent(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(percent);

test('a video survives a pause, a lost network, a reload and a closed tab, and no whole part is sent twice', async ({
  page,
  context,
  expectedErrors,
}) => {
  test.setTimeout(240_000);
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/);
  const arrivals = new Arrivals();
  arrivals.watch(page);
  const warnings: string[] = [];
  page.on('dialog', (dialog) => {
    warnings.push(dialog.type());
    return dialog.accept();
  });
  await signIn(page, 1);
  await openDraft(page);
  const setOffline = await slowLine(page);

  await test.step('paused, nothing is lost and nothing warns', async () => {
    await page.getByTestId('video-input').setInputFiles(video);
    await expect.poll(() => arrivals.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await expect(upload(page)).toContainText('초당');
    await page.getByRole('button', { name: '잠시 멈추기' }).click();
    await expect(upload(page)).toHaveAttribute('data-status', 'paused');
    await page.reload();
    expect(warnings).toEqual([]);
  });

  await test.step('the same file picked again goes on, and waits out a lost network by itself', async () => {
    await expect(unfinished(page)).toContainText('같은 영상을 다시 고르면');
    const before = await shownPercent(page);
    expect(before).toBeGreaterThan(0);
    await pickAgain(page);
    await untilMoreThan(page, before + 2);
    await setOffline(true);
    await expect(upload(page)).toHaveAttribute('data-status', 'offline');
    await setOffline(false);
    await expect(upload(page)).toHaveAttribute('data-status', 'sending');
    await untilMoreThan(page, before + 2);
  });

  await test.step('a reload in the middle of a part warns, and goes on afterwards', async () => {
    // Browsers ask only those who have touched the page.
    await page.getByLabel('제목', { exact: true }).click();
    await page.reload();
    expect(warnings).toEqual(['beforeunload']);
    const before = await shownPercent(page);
    await pickAgain(page);
    await untilMoreThan(page, before + 2);
  });

  await test.step('another tab does not fight the first, and takes over when it is closed', async () => {
    const address = page.url();
    const second = await context.newPage();
    arrivals.watch(second);
    await slowLine(second);
    await second.goto(address);
    await expect(second.getByTestId('video-elsewhere')).toBeVisible();
    await page.close();
    await expect(unfinished(second)).toBeVisible();
    await pickAgain(second);
    await expect(second.getByTestId('scan-card')).toBeVisible({ timeout: 90_000 });
    await second.getByRole('button', { name: '만들기 그만두기' }).click();
    await expect(second.getByTestId('scan-card')).toHaveAttribute('data-status', 'failed');
  });

  const arrived = arrivals.taken.map(({ part }) => part).sort((a, b) => a - b);
  expect(arrived).toEqual(Array.from({ length: parts }, (_, index) => index + 1));
  expect(arrivals.taken.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(videoBytes);
});
