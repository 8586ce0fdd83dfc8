import { beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { env } from '@/lib/env';
import { getListing } from '@/lib/listings/service';
import { listKeys, mediaUrl } from '@/lib/platform/object-storage';
import { createJpeg, createListing, createPerson, sendForm, sendUpload } from '@/tests/harness/factories';
import { createScan, goodVerdict } from '@/tests/harness/scan-package';
import { processPhoto } from './photos';
import { type MediaKind, uploadRules } from './schema';
import { completeUpload, removeUpload, startUpload } from './service';

let seller: Viewer;
let listingId: string;

beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
});

async function upload(kind: MediaKind, contentType: string, file: Buffer): Promise<string> {
  const target = await startUpload(seller, { listingId, kind, contentType, bytes: file.length });
  expect(await sendUpload(seller, target, file)).toBeLessThan(300);
  return target.mediaId;
}

const ownOriginals = () => listKeys('incoming', `${seller.id}/`);

describe('a photo', () => {
  test('can be removed by its owner alone', async () => {
    const mediaId = await upload('photo', 'image/jpeg', await createJpeg());
    await completeUpload(seller, mediaId);
    await processPhoto(mediaId);
    expect(await listKeys('media', `photos/${mediaId}/`)).toHaveLength(4);
    await expect(removeUpload(await createPerson(), mediaId)).rejects.toMatchObject({
      code: 'media.not_found',
    });
    await completeUpload(seller, await upload('photo', 'image/jpeg', await createJpeg()));
    await removeUpload(seller, mediaId);
    expect((await getListing(seller, listingId)).photos.map(({ id }) => id)).not.toContain(mediaId);
    expect(await listKeys('media', `photos/${mediaId}/`)).toEqual([]);
  });

  test('stays while it is the only picture of what is for sale', async () => {
    const mediaId = await upload('photo', 'image/jpeg', await createJpeg());
    await completeUpload(seller, mediaId);
    await processPhoto(mediaId);
    await expect(removeUpload(seller, mediaId)).rejects.toMatchObject({ code: 'listing.last_picture' });
    await createScan(listingId, goodVerdict);
    await removeUpload(seller, mediaId);
    expect((await getListing(seller, listingId)).photos).toEqual([]);
  });
});

describe('the store refuses', () => {
  test('another size and another type than was signed', async () => {
    const file = await createJpeg();
    const target = await startUpload(seller, {
      listingId,
      kind: 'photo',
      contentType: 'image/jpeg',
      bytes: file.length,
    });
    expect(await sendForm(target, Buffer.concat([file, file]))).toBeGreaterThanOrEqual(400);
    if (target.way !== 'form') throw new Error('a photo is sent as a form');
    const other = { ...target, fields: { ...target.fields, 'Content-Type': 'text/html' } };
    expect(await sendForm(other, file)).toBeGreaterThanOrEqual(400);
    expect(await ownOriginals()).toEqual([]);
  });

  test('reading an original without a signature', async () => {
    await upload('photo', 'image/jpeg', await createJpeg());
    const [key] = await ownOriginals();
    const url = new URL(mediaUrl(String(key)).replace('media/', 'incoming/'), env().S3_ENDPOINT);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('what is not what it says is refused, and nothing stays in the store', () => {
  test.each([
    ['photo', 'image/jpeg', Buffer.from('just some text, long enough'), 'media.not_an_image'],
    ['video', 'video/mp4', Buffer.from('just some text, long enough'), 'media.not_a_video'],
    ['video', 'video/mp4', Buffer.from('\0\0\0\x18ftypmp42 and then nothing of use'), 'media.incomplete'],
    ['video', 'video/mp4', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), 'media.not_a_video'],
  ] as const)('%s %s %#', async (kind, type, file, code) => {
    const mediaId = await upload(kind, type, file);
    await expect(completeUpload(seller, mediaId)).rejects.toMatchObject({ code });
    expect(await ownOriginals()).toEqual([]);
    await expect(completeUpload(seller, mediaId)).rejects.toMatchObject({ code });
  });
});

test('an upload is prepared for the seller alone, and within the limits', async () => {
  const input = { listingId, kind: 'photo', contentType: 'image/jpeg', bytes: 1000 } as const;
  const stranger = await createPerson();
  await expect(startUpload(stranger, input)).rejects.toMatchObject({ code: 'listing.not_found' });
  await expect(startUpload(seller, { ...input, bytes: 21e6 })).rejects.toMatchObject({
    code: 'media.too_large',
  });
  await expect(startUpload(seller, { ...input, contentType: 'text/html' })).rejects.toMatchObject({
    code: 'media.not_an_image',
  });
  await expect(startUpload(seller, { ...input, bytes: 0 })).rejects.toMatchObject({ code: 'input.invalid' });
});

test('a listing takes no more photos than it may have, also of those that were begun at once', async () => {
  const { perListing } = uploadRules.photo;
  const file = await createJpeg({ width: 64, height: 64 });
  const begun = Array.from({ length: perListing + 2 }, () => upload('photo', 'image/jpeg', file));
  const ends = await Promise.allSettled(
    (await Promise.all(begun)).map((mediaId) => completeUpload(seller, mediaId)),
  );
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  expect(refused.map(({ code }) => code)).toEqual(['listing.too_many_photos', 'listing.too_many_photos']);
  const { photos } = await getListing(seller, listingId);
  expect(photos.filter(({ status }) => status === 'processing')).toHaveLength(perListing);
  expect(await ownOriginals()).toHaveLength(perListing);
});

test('completing before the bytes are there says so and keeps the upload', async () => {
  const file = await createJpeg();
  const target = await startUpload(seller, {
    listingId,
    kind: 'photo',
    contentType: 'image/jpeg',
    bytes: file.length,
  });
  await expect(completeUpload(seller, target.mediaId)).rejects.toMatchObject({ code: 'media.incomplete' });
  expect(await sendUpload(seller, target, file)).toBeLessThan(300);
  await completeUpload(seller, target.mediaId);
  await completeUpload(seller, target.mediaId);
  expect((await getListing(seller, listingId)).photos).toHaveLength(1);
});
