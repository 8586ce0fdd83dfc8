import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { getListing } from '@/lib/listings/service';
import { completeUpload, startUpload } from '@/lib/media/service';
import { listNotifications } from '@/lib/notifications/service';
import { listKeys } from '@/lib/platform/object-storage';
import type { ScanState } from '@/lib/protocol/scan-state';
import { createListing, createPerson, sendUpload } from '@/tests/harness/factories';

const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

/** The real worker, as `npm start` runs it, with the stores of this test. */
function startWorker(): ChildProcess {
  const env = { ...process.env, SCAN_PROFILE: 'quick', SCAN_ENGINE: 'builtin' };
  const worker = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { env, stdio: 'ignore' });
  workers.push(worker);
  return worker;
}

test('a worker killed in the middle of a scan: another goes on, and there is one model', async () => {
  const seller = await createPerson();
  const listingId = await createListing(seller);
  const video = await readFile('tests/fixtures/corset/corset.mp4');
  const target = await startUpload(seller, {
    listingId,
    kind: 'video',
    contentType: 'video/mp4',
    bytes: video.length,
  });
  expect(await sendUpload(seller, target, video)).toBeLessThan(300);
  await completeUpload(seller, target.mediaId);

  const scan = async (): Promise<ScanState> => {
    const state = (await getListing(seller, listingId)).scan;
    if (!state) throw new Error('the listing has no scan');
    return state;
  };
  const first = startWorker();
  await expect.poll(async () => (await scan()).stage, { timeout: 180_000, interval: 100 }).toBe('cameras');
  first.kill('SIGKILL');
  await once(first, 'exit');

  startWorker();
  // The coarse model of a small clip may well be one that its seller has to judge first.
  await expect
    .poll(async () => (await scan()).status, { timeout: 600_000, interval: 500 })
    .toMatch(/done|held/);
  const { scanId, modelUrl } = await scan();
  const models = (await listKeys('media', `scans/${scanId}/`)).filter((key) => key.endsWith('/model.glb'));
  expect(models).toEqual([`scans/${scanId}/2/model.glb`]);
  expect(modelUrl?.endsWith(String(models[0]))).toBe(true);
  await expect
    .poll(() => listNotifications(seller), { timeout: 60_000 })
    .toMatchObject([{ kind: `scan.${(await scan()).status}` }]);
}, 900_000);
