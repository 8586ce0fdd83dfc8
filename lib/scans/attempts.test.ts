import { beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { getListing } from '@/lib/listings/service';
import { startUpload } from '@/lib/media/service';
import { listNotifications } from '@/lib/notifications/service';
import { relay } from '@/lib/outbox/service';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import type { Job } from '@/lib/protocol/jobs';
import { createListing, createPerson } from '@/tests/harness/factories';
import {
  abandonScan,
  beginAttempt,
  failAttempt,
  finishAttempt,
  keepAttempt,
  reportProgress,
} from './attempts';
import { concludeScan } from './conclude';
import { cancelScan, getScanState, queueScan, retryScan } from './service';

const stale = { code: 'scan.stale_attempt' };
const model = {
  modelKey: 'scans/x/1/model.glb',
  modelBytes: 1000,
  posterKey: 'scans/x/1/poster.webp',
  previewKey: null,
  usdzKey: null,
  turnCount: 0,
  verdict: { framesChosen: 40, camerasSolved: 40, coveredDegrees: 360, missingSides: [] },
};

let seller: Viewer;
let listingId: string;
let scanId: string;

beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
  const video = { listingId, kind: 'video', contentType: 'video/mp4', bytes: 1 } as const;
  const { mediaId: videoId } = await startUpload(seller, video);
  scanId = await mysql().transaction((tx) => queueScan(tx, { listingId, videoId }));
});

async function begin() {
  const attempt = await beginAttempt(scanId);
  if (!attempt) throw new Error('the scan could not be taken');
  return attempt;
}

/** Jobs for this test's scan among all that are waiting in the outbox. */
async function relayed(): Promise<Job[]> {
  const jobs: Job[] = [];
  while ((await relay(async (job) => void jobs.push(job), { idle: true })) > 0);
  return jobs.filter((job) => job.kind === 'scan.process' && job.scanId === scanId);
}

test('a scan and its job are written together or not at all', async () => {
  expect(await relayed()).toHaveLength(1);
  expect(await relayed()).toHaveLength(0);
  const failing = mysql().transaction(async (tx) => {
    await queueScan(tx, { listingId, videoId: (await begin()).films[0]?.videoId ?? '' });
    throw new Error('roll back');
  });
  await expect(failing).rejects.toThrow('roll back');
  expect(await relayed()).toHaveLength(0);
});

test('progress and the model reach the listing; buyers see only the model', async () => {
  const attempt = await begin();
  await reportProgress(
    attempt,
    { stage: 'cameras', fraction: 0.5, framesChosen: 54 },
    { sparsePointsKey: 'scans/x/1/points.bin' },
  );
  await reportProgress(attempt, { stage: 'surface', fraction: 1 }, { previewKey: 'scans/x/1/rough.glb' });
  expect(await getScanState(seller, scanId)).toMatchObject({
    status: 'running',
    stage: 'surface',
    framesChosen: 54,
    sparsePointsUrl: expect.stringMatching(/\/points\.bin$/),
    previewUrl: expect.stringMatching(/\/rough\.glb$/),
  });
  expect((await getListing(null, listingId)).scan).toBeNull();
  await finishAttempt(attempt, model);
  expect((await getListing(null, listingId)).scan).toMatchObject({
    status: 'done',
    modelBytes: 1000,
    fraction: 1,
  });
  expect(await beginAttempt(scanId)).toBeNull();
});

test('a worker that was overtaken can write nothing', async () => {
  const first = await begin();
  const second = await begin();
  expect(second.number).toBe(first.number + 1);
  await expect(keepAttempt(first)).rejects.toMatchObject(stale);
  await expect(reportProgress(first, { stage: 'depth', fraction: 0 })).rejects.toMatchObject(stale);
  await expect(finishAttempt(first, model)).rejects.toMatchObject(stale);
  await expect(failAttempt(first, 'too_blurry')).rejects.toMatchObject(stale);
  await finishAttempt(second, model);
  expect((await getScanState(seller, scanId)).status).toBe('done');
});

test('the seller gets one notice, however often the end is told', async () => {
  await failAttempt(await begin(), 'no_parallax');
  await abandonScan(scanId);
  for (let told = 0; told < 2; told++) await concludeScan(scanId);
  const notice = { kind: 'scan.failed', listingId, read: false };
  expect(await listNotifications(seller)).toMatchObject([notice]);
  await retryScan(seller, scanId);
  await failAttempt(await begin(), 'no_parallax');
  await concludeScan(scanId);
  expect(await listNotifications(seller), 'a retry that fails, too').toMatchObject([notice, notice]);
});

test('a cancelled scan stops its worker and can be tried again', async () => {
  await relayed();
  const attempt = await begin();
  await cancelScan(seller, scanId);
  await expect(keepAttempt(attempt)).rejects.toMatchObject(stale);
  expect(await getScanState(seller, scanId)).toMatchObject({ status: 'failed', failureReason: 'cancelled' });
  await retryScan(seller, scanId);
  await expect(retryScan(seller, scanId)).rejects.toMatchObject({ code: 'scan.in_progress' });
  expect(await relayed()).toHaveLength(1);
  expect((await begin()).number).toBe(attempt.number + 1);
});

test('pressed more often at once than there are connections, a retry begins once and holds nobody up', async () => {
  await cancelScan(seller, scanId);
  const pressed = Array.from({ length: 30 }, () => retryScan(seller, scanId));
  const outcomes = await Promise.allSettled(pressed);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await begin()).number).toBe(1);
});

test("another person's scan is as unknown as none", async () => {
  const stranger = await createPerson();
  for (const id of [scanId, newId('scn')]) {
    await expect(getScanState(stranger, id)).rejects.toMatchObject({ code: 'scan.not_found' });
    await expect(cancelScan(stranger, id)).rejects.toMatchObject({ code: 'scan.not_found' });
  }
});
