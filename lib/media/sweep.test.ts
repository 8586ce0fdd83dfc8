import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { media } from '@/drizzle/schema/media';
import { scans } from '@/drizzle/schema/scans';
import type { Viewer } from '@/lib/accounts/schema';
import { env } from '@/lib/env';
import { getListing } from '@/lib/listings/service';
import { listMultiparts } from '@/lib/platform/multipart-storage';
import { mysql } from '@/lib/platform/mysql';
import {
  listKeys,
  objectSize,
  publishObject,
  putOriginal,
  removeObject,
} from '@/lib/platform/object-storage';
import { retryScan } from '@/lib/scans/service';
import { sweepScans } from '@/lib/scans/sweep';
import { createJpeg, createListing, createPerson, sendPart, sendUpload } from '@/tests/harness/factories';
import { deleteExpiredOriginals, originalOf } from './originals';
import { uploadProgress } from './parts';
import { processPhoto } from './photos';
import { completeUpload, removeUpload, startUpload } from './service';
import { sweepMedia } from './sweep';

let seller: Viewer;
let listingId: string;
let jpeg: Buffer;

const hourMs = 3600 * 1000;
const own = (bucket: 'incoming' | 'media', prefix = `${seller.id}/`) => listKeys(bucket, prefix);

beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
  jpeg = await createJpeg({ width: 80, height: 60 });
});

const start = (kind: 'photo' | 'video', bytes: number) => {
  const contentType = kind === 'photo' ? 'image/jpeg' : 'video/mp4';
  return startUpload(seller, { listingId, kind, contentType, bytes });
};

async function photo(): Promise<string> {
  const target = await start('photo', jpeg.length);
  await sendUpload(seller, target, jpeg);
  await completeUpload(seller, target.mediaId);
  return target.mediaId;
}

describe('what nothing refers to goes', () => {
  test('an object and a copy without a row, and a photo that was sent once more after it was taken in', async () => {
    const target = await start('photo', jpeg.length);
    await sendUpload(seller, target, jpeg);
    await completeUpload(seller, target.mediaId);
    expect(await sendUpload(seller, target, jpeg)).toBeLessThan(300);
    const stray = `${seller.id}/med_stray`;
    await putOriginal(stray, jpeg);
    await publishObject('photos/med_stray/480.webp', jpeg, jpeg.length, 'image/webp');
    const { removed } = await sweepMedia();
    // The sweep takes the strays of other test files with it.
    const ours = removed.filter((key) => key.startsWith(`${seller.id}/`) || key.includes('med_stray'));
    expect(ours.sort()).toEqual(
      ['photos/med_stray/480.webp', stray, `${seller.id}/${target.mediaId}`].sort(),
    );
    expect(await own('incoming')).toEqual([`${seller.id}/${target.mediaId}.taken`]);
  });

  test('an upload that was not touched for a day, with its parts; one that was touched stays', async () => {
    const { mediaId: forgotten } = await start('video', 20e6);
    await sendPart(seller, forgotten, 2, Buffer.alloc(20e6 - 2 ** 24));
    await mysql()
      .update(media)
      .set({ touchedAt: new Date(Date.now() - 25 * hourMs) })
      .where(eq(media.id, forgotten));
    const { mediaId: alive } = await start('video', 20e6);
    await sweepMedia();
    await expect(uploadProgress(seller, forgotten)).rejects.toMatchObject({ code: 'media.not_found' });
    expect((await listMultiparts(`${seller.id}/`)).map(({ key }) => key)).toEqual([`${seller.id}/${alive}`]);
    expect(await uploadProgress(seller, alive)).toMatchObject({ status: 'uploading' });
  });

  test('files of a scan that is gone and of an attempt that was overtaken; the demo’s own stay', async () => {
    const scanId = 'scn_swept';
    const at = (path: string) => `scans/${path}/model.glb`;
    await mysql()
      .insert(scans)
      .values({ id: scanId, listingId, status: 'done', attempt: 3, modelKey: at(`${scanId}/2`) });
    const paths = [`${scanId}/1`, `${scanId}/2`, `${scanId}/3`, 'scn_gone/1', 'lst_demo/seed'];
    for (const path of paths) await publishObject(at(path), jpeg, jpeg.length, 'model/gltf-binary');
    expect((await sweepScans()).removed.sort()).toEqual([at('scn_gone/1'), at(`${scanId}/1`)].sort());
    expect((await listKeys('media', 'scans/')).sort()).toEqual(
      [at('lst_demo/seed'), at(`${scanId}/2`), at(`${scanId}/3`)].sort(),
    );
    for (const path of paths) await removeObject('media', at(path));
  });
});

test('sweeping without pause beside uploads never removes what a row refers to', async () => {
  let racing = true;
  let sweeps = 0;
  const sweeper = async () => {
    for (; racing; sweeps += 1) await sweepMedia();
  };
  const uploader = async () => {
    for (let round = 0; round < 12; round++) {
      const mediaId = await photo();
      await processPhoto(mediaId);
      if (round % 3 === 2) await removeUpload(seller, mediaId);
    }
  };
  const resumer = async () => {
    for (let round = 0; round < 12; round++) {
      const { mediaId } = await start('video', 1000);
      expect(await sendPart(seller, mediaId, 1, Buffer.alloc(1000))).toBe(200);
      expect((await uploadProgress(seller, mediaId)).parts).toEqual([1]);
    }
  };
  const sweepers = [sweeper(), sweeper()];
  await Promise.all([uploader(), resumer()]).finally(() => {
    racing = false;
  });
  await Promise.all(sweepers);
  expect(sweeps).toBeGreaterThan(4);

  const { photos } = await getListing(seller, listingId);
  expect(photos).toHaveLength(8);
  for (const { status, copies } of photos) {
    expect(status).toBe('ready');
    for (const { avifUrl, webpUrl } of copies)
      for (const url of [avifUrl, webpUrl]) expect((await fetch(env().S3_ENDPOINT + url)).status).toBe(200);
  }
  expect(await own('incoming')).toEqual([]);
}, 180_000);

describe('the original of a video', () => {
  async function video(status: 'queued' | 'failed', expiresInMs: number): Promise<string> {
    const id = `med_${seller.id.slice(4)}`;
    const incomingKey = `${seller.id}/${id}`;
    await putOriginal(incomingKey, jpeg);
    const originalExpiresAt = new Date(Date.now() + expiresInMs);
    const facts = { kind: 'video', status: 'ready', contentType: 'video/mp4', bytes: jpeg.length } as const;
    await mysql()
      .insert(media)
      .values({ id, ownerId: seller.id, listingId, incomingKey, originalExpiresAt, ...facts });
    await mysql()
      .insert(scans)
      .values({ id: `scn_${seller.id.slice(4)}`, listingId, videoId: id, status });
    return id;
  }
  const scanId = () => `scn_${seller.id.slice(4)}`;

  test('is kept until its date, which its seller alone sees', async () => {
    const id = await video('failed', hourMs);
    await deleteExpiredOriginals();
    await sweepMedia();
    expect(await objectSize('incoming', `${seller.id}/${id}`)).toBe(jpeg.length);
    const { original } = await getListing(seller, listingId);
    expect(Date.parse(original?.expiresAt ?? '')).toBeGreaterThan(Date.now());
    expect((await getListing(null, listingId)).original).toBeNull();
  });

  test('goes once its date is past, and cannot be scanned again', async () => {
    const id = await video('failed', -hourMs);
    expect(await deleteExpiredOriginals()).toBe(1);
    expect(await own('incoming')).toEqual([]);
    expect((await getListing(seller, listingId)).original).toBeNull();
    await expect(originalOf(id)).rejects.toMatchObject({ code: 'media.not_found' });
    await expect(retryScan(seller, scanId())).rejects.toMatchObject({ code: 'media.not_found' });
  });

  test('stays past its date while a scan waits for it', async () => {
    const id = await video('queued', -hourMs);
    expect(await deleteExpiredOriginals()).toBe(0);
    expect(await originalOf(id)).toMatchObject({ bytes: jpeg.length });
    await mysql().update(scans).set({ status: 'failed' }).where(eq(scans.id, scanId()));
    expect(await deleteExpiredOriginals()).toBe(1);
  });

  test('is either scanned again or deleted, never both, when the two come at once', async () => {
    await video('failed', -hourMs);
    const [retried, deleted] = await Promise.allSettled([
      retryScan(seller, scanId()),
      deleteExpiredOriginals(),
    ]);
    const count = deleted.status === 'fulfilled' ? deleted.value : 0;
    expect([retried.status, count]).toEqual(
      retried.status === 'fulfilled' ? ['fulfilled', 0] : ['rejected', 1],
    );
    expect(await own('incoming')).toHaveLength(1 - count);
  });
});
