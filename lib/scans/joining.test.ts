import { eq } from 'drizzle-orm';
import { beforeEach, expect, test, vi } from 'vitest';
import { media } from '@/drizzle/schema/media';
import { scans } from '@/drizzle/schema/scans';
import type { Viewer } from '@/lib/accounts/schema';
import { getListing } from '@/lib/listings/service';
import { deleteExpiredOriginals, keepOriginals, originalOf } from '@/lib/media/originals';
import * as mediaRepository from '@/lib/media/repository';
import { startUpload } from '@/lib/media/service';
import { beginMultipart, listMultiparts } from '@/lib/platform/multipart-storage';
import { mysql } from '@/lib/platform/mysql';
import { listKeys, putOriginal } from '@/lib/platform/object-storage';
import { createListing, createPerson } from '@/tests/harness/factories';
import { type Attempt, beginAttempt, failAttempt, finishAttempt } from './attempts';
import { concludeScan } from './conclude';
import { stageFolder } from './package-files';
import { getScanState, queueScan, retryScan } from './service';
import { sweepStageParts, sweepStages } from './sweep';

const dayMs = 24 * 3600 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

let seller: Viewer;
let listingId: string;

beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
});

/** A video that has arrived, as an upload leaves it. */
async function film(keptDays = 30): Promise<string> {
  const input = { listingId, kind: 'video', contentType: 'video/mp4', bytes: 1 } as const;
  const { mediaId } = await startUpload(seller, input);
  const patch = { status: 'ready', originalExpiresAt: inDays(keptDays) } as const;
  await mysql().update(media).set(patch).where(eq(media.id, mediaId));
  return mediaId;
}

async function begin(videoId: string, joinUntil?: Date): Promise<Attempt> {
  const id = await mysql().transaction((tx) => queueScan(tx, { listingId, videoId, joinUntil }));
  const attempt = await beginAttempt(id);
  if (!attempt) throw new Error('the scan could not be taken');
  return attempt;
}

async function finish({ scanId, number }: Attempt): Promise<void> {
  const folder = `scans/${scanId}/${number}/`;
  await finishAttempt(
    { scanId, number, films: [] },
    {
      ...{ modelKey: `${folder}model.glb`, modelBytes: 1, posterKey: `${folder}poster.webp` },
      ...{ previewKey: null, usdzKey: null, turnCount: 0 },
      verdict: { framesChosen: 40, camerasSolved: 40, coveredDegrees: 300, missingSides: ['back'] },
    },
  );
}

const videosOf = ({ films }: Attempt) => films.map(({ videoId }) => videoId);

async function expiryOf(mediaId: string): Promise<number> {
  const [row] = await mysql().select().from(media).where(eq(media.id, mediaId));
  return row?.originalExpiresAt?.getTime() ?? 0;
}

test('a clip joins the films of the newest model, and those are kept as long as the clip', async () => {
  const [first, second, third] = [await film(10), await film(20), await film(30)];
  await finish(await begin(first));
  const joined = await begin(second, inDays(20));
  expect(videosOf(joined)).toEqual([first, second]);
  await finish(joined);
  const until = inDays(30);
  expect(videosOf(await begin(third, until))).toEqual([first, second, third]);
  for (const mediaId of [first, second])
    expect(Math.abs((await expiryOf(mediaId)) - until.getTime())).toBeLessThan(1000);
});

test('a clip joins the model that stands, whatever failed since; without any it stands alone', async () => {
  const [first, failed, clip] = [await film(), await film(), await film()];
  expect(videosOf(await begin(failed, inDays(30)))).toEqual([failed]);
  await finish(await begin(first));
  await failAttempt(await begin(await film()), 'too_blurry');
  expect(videosOf(await begin(clip, inDays(30)))).toEqual([first, clip]);
});

test('a second film that fails leaves the model as it is, and its seller alone is told why', async () => {
  const first = await begin(await film());
  await finish(first);
  const second = await begin(await film());
  await failAttempt(second, 'too_blurry');
  expect(await getListing(seller, listingId)).toMatchObject({
    scan: { scanId: first.scanId, status: 'done' },
    failedScan: { scanId: second.scanId, failureReason: 'too_blurry' },
  });
  expect(await getListing(null, listingId)).toMatchObject({
    scan: { scanId: first.scanId },
    failedScan: null,
  });
  await retryScan(seller, second.scanId);
  expect(await getListing(seller, listingId)).toMatchObject({
    scan: { scanId: second.scanId, status: 'queued' },
    failedScan: null,
  });
});

test('where the film is gone, the clip stands alone', async () => {
  const first = await film(-1);
  await finish(await begin(first));
  await deleteExpiredOriginals();
  const clip = await film();
  expect(videosOf(await begin(clip, inDays(30)))).toEqual([clip]);
});

test('where one of the films was discarded, no model of the rest takes the place of the whole', async () => {
  const [first, second] = [await film(), await film()];
  const whole = await begin(first);
  await finish(whole);
  const id = await mysql().transaction((tx) =>
    queueScan(tx, { listingId, videoId: second, joinUntil: inDays(30) }),
  );
  await mysql().delete(scans).where(eq(scans.id, whole.scanId));
  expect(await beginAttempt(id)).toBeNull();
  expect(await getScanState(seller, id)).toMatchObject({ status: 'failed', failureReason: 'too_few_views' });
  await expect(retryScan(seller, id)).rejects.toMatchObject({ code: 'media.not_found' });
});

test('an original that is kept for longer since it was found to be expired is not deleted', async () => {
  const first = await film(-1);
  const attempt = await begin(first);
  await finish(attempt);
  const found = vi.spyOn(mediaRepository, 'findExpiredOriginals').mockImplementationOnce(async () => {
    const [row] = await mysql().select().from(media).where(eq(media.id, first));
    await mysql().transaction((tx) => keepOriginals(tx, [first], inDays(1)));
    return row ? [row] : [];
  });
  expect(await deleteExpiredOriginals()).toBe(0);
  found.mockRestore();
  expect(await originalOf(first)).toMatchObject({ bytes: 1 });
});

test('a scan with a model leaves its cameras for a clip, and they go with the film', async () => {
  const first = await film(1);
  const attempt = await begin(first);
  const folder = stageFolder(attempt.scanId);
  const stages = ['cameras', 'joined-cameras', 'scene'].map((name) => `${folder}${name}.tar.zst`);
  for (const key of stages) await putOriginal(key, Buffer.from('packed'));
  await sweepStages();
  expect(await listKeys('incoming', folder)).toEqual(stages);
  await finish(attempt);
  await concludeScan(attempt.scanId);
  expect(await listKeys('incoming', folder)).toEqual([stages[0]]);
  await sweepStages();
  expect(await listKeys('incoming', folder)).toEqual([stages[0]]);
  await deleteExpiredOriginals(inDays(2));
  await sweepStages();
  expect(await listKeys('incoming', folder)).toEqual([]);
});

test('what a killed worker had sent of a stage goes once the scan is over', async () => {
  const attempt = await begin(await film());
  const key = `${stageFolder(attempt.scanId)}fine.tar.zst`;
  await beginMultipart(key, 'application/zstd');
  expect(await sweepStageParts()).toEqual({ removed: [] });
  await failAttempt(attempt, 'too_blurry');
  expect(await sweepStageParts()).toEqual({ removed: [key] });
  expect(await listMultiparts(key)).toEqual([]);
});
