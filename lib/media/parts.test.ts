import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/accounts/schema';
import { listMultiparts, listParts } from '@/lib/platform/multipart-storage';
import { listKeys } from '@/lib/platform/object-storage';
import { createListing, createPerson, sendPart, sendUpload } from '@/tests/harness/factories';
import { signPart, uploadProgress } from './parts';
import * as repository from './repository';
import { partBytes, uploadRules } from './schema';
import { completeUpload, removeUpload, startUpload } from './service';

let seller: Viewer;
let listingId: string;
let clip: Buffer;
let checksums: string[];

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A box that players skip (ISO 14496-12, section 8.1.2): makes a real video as long as a test needs it. */
function freeBox(length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(length, 0);
  header.write('free', 4, 'latin1');
  return Buffer.concat([header, randomBytes(length - 8)]);
}

beforeAll(async () => {
  const real = await readFile('tests/fixtures/corset/corset.mp4');
  clip = Buffer.concat([real, freeBox(2 * partBytes)]);
  const starts = [0, partBytes, 2 * partBytes];
  checksums = starts.map((start) => sha256(clip.subarray(start, start + partBytes)));
});
beforeEach(async () => {
  seller = await createPerson();
  listingId = await createListing(seller);
});

const part = (number: number) => clip.subarray((number - 1) * partBytes, number * partBytes);

async function begin(bytes = clip.length) {
  return startUpload(seller, { listingId, kind: 'video', contentType: 'video/mp4', bytes });
}

test('the parts of a video arrive in any order, the store says which, and together they are the file', async () => {
  const { mediaId } = await begin();
  expect(await sendPart(seller, mediaId, 3, part(3))).toBe(200);
  expect(await sendPart(seller, mediaId, 1, part(1))).toBe(200);
  expect(await uploadProgress(seller, mediaId)).toMatchObject({ status: 'uploading', parts: [1, 3] });
  await expect(completeUpload(seller, mediaId, { checksums })).rejects.toMatchObject({
    code: 'media.incomplete',
  });
  expect(await sendPart(seller, mediaId, 2, part(2))).toBe(200);
  await completeUpload(seller, mediaId, { checksums });
  await completeUpload(seller, mediaId, { checksums });
  expect(await uploadProgress(seller, mediaId)).toMatchObject({ status: 'ready', parts: [] });
  expect(await listKeys('incoming', `${seller.id}/`)).toEqual([`${seller.id}/${mediaId}`]);
});

test('a part of another length than was signed is refused by the store', async () => {
  const { mediaId } = await begin();
  expect(await sendPart(seller, mediaId, 1, part(1).subarray(1))).toBe(403);
  expect(await sendPart(seller, mediaId, 3, part(1))).toBe(403);
  expect((await uploadProgress(seller, mediaId)).parts).toEqual([]);
  await expect(signPart(seller, mediaId, { number: 4 })).rejects.toMatchObject({ code: 'input.invalid' });
});

test('bytes that changed on their way are noticed, and nothing of them stays', async () => {
  const target = await begin();
  const changed = Buffer.from(clip);
  changed[partBytes + 5] = (changed[partBytes + 5] ?? 0) ^ 1;
  await sendUpload(seller, target, changed);
  const complete = completeUpload(seller, target.mediaId, { checksums });
  await expect(complete).rejects.toMatchObject({ code: 'media.damaged' });
  expect(await uploadProgress(seller, target.mediaId)).toMatchObject({
    status: 'failed',
    failure: { code: 'media.damaged' },
  });
  expect(await listKeys('incoming', `${seller.id}/`)).toEqual([]);
});

test('an upload that is given up leaves no part', async () => {
  const { mediaId } = await begin();
  await sendPart(seller, mediaId, 1, part(1));
  const row = await repository.findMedia(mediaId);
  await removeUpload(seller, mediaId);
  expect(await listParts(`${seller.id}/${mediaId}`, row?.uploadId ?? '')).toBeNull();
  expect(await listMultiparts(`${seller.id}/`)).toEqual([]);
  await expect(signPart(seller, mediaId, { number: 2 })).rejects.toMatchObject({ code: 'media.not_found' });
});

test('another person’s upload id is answered as if it were not there', async () => {
  const { mediaId } = await begin();
  const stranger = await createPerson();
  const missing = { code: 'media.not_found' };
  await expect(signPart(stranger, mediaId, { number: 1 })).rejects.toMatchObject(missing);
  await expect(uploadProgress(stranger, mediaId)).rejects.toMatchObject(missing);
  await expect(completeUpload(stranger, mediaId)).rejects.toMatchObject(missing);
  await expect(removeUpload(stranger, mediaId)).rejects.toMatchObject(missing);
  expect((await uploadProgress(seller, mediaId)).status).toBe('uploading');
});

test('a day’s quota counts what was begun, also after it was given up, and each person’s alone', async () => {
  const { files } = uploadRules.video.perDay;
  for (let count = 0; count < files; count++) await removeUpload(seller, (await begin(1000)).mediaId);
  await expect(begin(1000)).rejects.toMatchObject({ code: 'media.daily_limit', details: { files } });
  const other = await createPerson();
  const input = { kind: 'video', contentType: 'video/mp4', bytes: 1000 } as const;
  await startUpload(other, { ...input, listingId: await createListing(other) });
});

test('a day’s quota counts bytes', async () => {
  const { maxBytes, perDay } = uploadRules.video;
  for (let bytes = maxBytes; bytes <= perDay.bytes; bytes += maxBytes) await begin(maxBytes);
  await expect(begin(1)).rejects.toMatchObject({ code: 'media.daily_limit' });
});
