import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { partBytes } from '@/lib/media/schema';
import { expect, openDraft, signIn, test } from './support';

const parts = 9;
/** As many may be on their way when a page is closed. */
const partsAtOnce = 4;

let directory: string;
let video: string;
let videoBytes: number;

/** A real clip made large by a box that players skip (ISO 14496-12, section 8.1.2). */
test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-upload-'));
  video = join(directory, 'walk round the corset.mp4');
  const clip = await readFile('tests/fixtures/corset/corset.mp4');
  // The last part is a long one too.
  const box = randomBytes(parts * partBytes - clip.length - 1000);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  await writeFile(video, Buffer.concat([clip, box]));
  videoBytes = clip.length + box.length;
});
test.afterAll(() => rm(directory, { recursive: true, force: true }));

/**
 * The line of a page: the first parts of the video fly, all others crawl, so that a step that waits for the former always
 * finds the latter in the middle. Rules are for requests to come: Chromium lets those go that are under way.
 */
class Line {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Line> {
    return new Line(await page.context().newCDPSession(page));
  }

  async flyUpTo(part: number): Promise<void> {
    const crawling = Array.from({ length: parts - part }, (_, index) => part + 1 + index);
    await this.session.send('Network.emulateNetworkConditionsByRule', {
      offline: false,
      matchedNetworkConditions: crawling.map((number) => ({
        urlPattern: `*://*:*/incoming/*\\?*partNumber=${number}*`,
        latency: 5,
        downloadThroughput: -1,
        uploadThroughput: 50e3,
      })),
    });
  }

  /** Until the next rules: nothing may get through in between. */
  async cut(): Promise<void> {
    const unlimited = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await this.session.send('Network.emulateNetworkConditions', { offline: true, ...unlimited });
  }
}

/** What reached the object store: the bytes of every part that it took, in the order of arrival. */
class Arrivals {
  readonly taken: { part: number; bytes: number }[] = [];

  /** Until so many parts are there, and bytes of others on their way. */
  async atLeast(count: number, page: Page): Promise<void> {
    await expect.poll(() => this.taken.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
    await expect.poll(() => wouldAsk(page), { timeout: 20_000 }).toBe(true);
  }

  bytes(): number {
    return this.taken.reduce((sum, { bytes }) => sum + bytes, 0);
  }

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
/** Whether the page would ask before it is left: it does while bytes are on their way. */
const wouldAsk = (page: Page) =>
  page.evaluate(() => {
    const leaving = new Event('beforeunload', { cancelable: true });
    return !window.dispatchEvent(leaving);
  });
const pickAgain = (page: Page) => page.getByTestId('video-resume-input').setInputFiles(video);

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
  const line = await Line.of(page);

  await test.step('paused, nothing is lost and nothing warns', async () => {
    await line.flyUpTo(2);
    await page.getByTestId('video-input').setInputFiles(video);
    await arrivals.atLeast(2, page);
    await expect(upload(page)).toContainText('초당');
    await page.getByRole('button', { name: '잠시 멈추기' }).click();
    await expect(upload(page)).toHaveAttribute('data-status', 'paused');
    expect(await wouldAsk(page)).toBe(false);
    await page.reload();
    expect(warnings).toEqual([]);
  });

  await test.step('the same file picked again goes on, and waits out a lost network by itself', async () => {
    await expect(unfinished(page)).toContainText('같은 영상을 다시 고르면');
    await line.flyUpTo(4);
    await pickAgain(page);
    await arrivals.atLeast(4, page);
    await line.cut();
    await expect(upload(page)).toHaveAttribute('data-status', 'offline');
    await line.flyUpTo(5);
    await arrivals.atLeast(5, page);
  });

  await test.step('a reload in the middle of a part warns, and goes on afterwards', async () => {
    // Browsers ask only those who have touched the page.
    await page.getByLabel('제목', { exact: true }).click();
    await page.reload();
    expect(warnings).toEqual(['beforeunload']);
    await expect(unfinished(page)).toBeVisible();
    await line.flyUpTo(6);
    await pickAgain(page);
    await arrivals.atLeast(6, page);
  });

  await test.step('another tab does not fight the first, and takes over when it is closed', async () => {
    const address = page.url();
    const second = await context.newPage();
    arrivals.watch(second);
    await second.goto(address);
    await expect(second.getByTestId('video-elsewhere')).toBeVisible();
    await page.close();
    await expect(unfinished(second)).toBeVisible({ timeout: 20_000 });
    await pickAgain(second);
    await expect(second.getByTestId('scan-card')).toBeVisible({ timeout: 90_000 });
    await second.getByRole('button', { name: '만들기 그만두기' }).click();
    await expect(second.getByTestId('scan-card')).toHaveAttribute('data-status', 'failed');
  });

  // The answer to a part may be lost with the page that is closed; that it is there the store says, and the check of
  // the whole video, which has come to its scan.
  const arrived = arrivals.taken.map(({ part }) => part).sort((a, b) => a - b);
  expect(arrived).toEqual([...new Set(arrived)]);
  expect(arrived.length).toBeGreaterThanOrEqual(parts - partsAtOnce);
  expect(arrivals.bytes()).toBeLessThanOrEqual(videoBytes);
});
