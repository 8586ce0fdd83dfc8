import { afterEach, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { startUpload } from '@/lib/media/service';
import { relay, settle } from '@/lib/outbox/service';
import { mysql } from '@/lib/platform/mysql';
import { createListing, createPerson } from '@/tests/harness/factories';
import { beginAttempt, finishAttempt, reportProgress } from './attempts';
import { getScanState, queueScan } from './service';

const model = {
  modelKey: 'scans/x/1/model.glb',
  modelBytes: 1000,
  posterKey: 'scans/x/1/poster.webp',
  previewKey: null,
  usdzKey: null,
  turnCount: 0,
  verdict: { framesChosen: 40, camerasSolved: 40, coveredDegrees: 360, missingSides: [] },
};

afterEach(() => void vi.restoreAllMocks());

async function scanOf(seller: Viewer): Promise<string> {
  const listingId = await createListing(seller);
  const video = { listingId, kind: 'video', contentType: 'video/mp4', bytes: 1 } as const;
  const { mediaId: videoId } = await startUpload(seller, video);
  return mysql().transaction((tx) => queueScan(tx, { listingId, videoId }));
}

async function begin(scanId: string) {
  const attempt = await beginAttempt(scanId);
  if (!attempt) throw new Error('the scan could not be taken');
  return attempt;
}

test('who waits sees how many come first and how long that takes by what earlier scans took', async () => {
  const measured = await begin(await scanOf(await createPerson()));
  await finishAttempt(measured, model, { frames: 20, cameras: 60, texture: 20 });
  const done: string[] = [];
  await relay(async (_, reference) => void done.push(reference));
  await Promise.all(done.map(settle));
  // What is typical is asked for once a minute.
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);

  const seller = await createPerson();
  const first = await scanOf(seller);
  const second = await scanOf(seller);
  const third = await scanOf(seller);
  const other = await createPerson();
  const single = await scanOf(other);
  await relay(async () => undefined);
  const attempt = await begin(first);
  expect(await getScanState(seller, first)).toMatchObject({ status: 'running', remainingSeconds: 100 });
  await reportProgress(attempt, { stage: 'cameras', fraction: 0.5 });
  expect(await getScanState(seller, first)).toMatchObject({ remainingSeconds: 50 });
  // Sellers take turns: the other one's only waits for the one that is under way.
  expect(await getScanState(other, single)).toMatchObject({ scansAhead: 1, remainingSeconds: 200 });
  expect(await getScanState(seller, second)).toMatchObject({ scansAhead: 2, remainingSeconds: 300 });
  expect(await getScanState(seller, third)).toMatchObject({ scansAhead: 3, remainingSeconds: 400 });
});
