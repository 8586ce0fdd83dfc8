import sharp from 'sharp';
import { expect, test } from 'vitest';
import { getProfile } from '@/lib/accounts/profile';
import type { Viewer } from '@/lib/accounts/schema';
import { peopleById } from '@/lib/accounts/service';
import { getListing } from '@/lib/listings/service';
import { relay } from '@/lib/outbox/service';
import { listKeys, openObject } from '@/lib/platform/object-storage';
import { createJpeg, createListing, createPerson, sendForm } from '@/tests/harness/factories';
import { eraseMedia } from './erase';
import { processPhoto } from './photos';
import { completeUpload, removeUpload, startUpload } from './service';
import { sweepMedia } from './sweep';

/** Sends a photo of oneself and has it taken in; what the worker does comes with `work`. */
async function send(viewer: Viewer, file: Buffer): Promise<string> {
  const input = { listingId: null, kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
  const target = await startUpload(viewer, input);
  expect(await sendForm(target, file)).toBe(204);
  await completeUpload(viewer, target.mediaId);
  return target.mediaId;
}

const work = () =>
  relay(
    async (job) => {
      if (job.kind === 'photo.process') await processPhoto(job.mediaId).catch(() => undefined);
      if (job.kind === 'media.erase') await eraseMedia(job.mediaId);
    },
    { limit: 10_000 },
  );

const pictureOf = async ({ id }: Viewer) => (await peopleById([id])).get(id)?.pictureUrl ?? null;
const copiesOf = (mediaId: string) => listKeys('media', `photos/${mediaId}/`);

test('a photo of oneself is shown where the person is, small, upright and without its metadata', async () => {
  const viewer = await createPerson();
  const listingId = await createListing(viewer);
  const mediaId = await send(viewer, await createJpeg({ width: 900, height: 600, orientation: 6 }));
  expect(await getProfile(viewer)).toMatchObject({
    portrait: { shown: null, coming: { status: 'processing' } },
  });
  expect(await pictureOf(viewer)).toBeNull();
  await work();
  const url = await pictureOf(viewer);
  expect(url).toContain(mediaId);
  expect((await getListing(null, listingId)).seller.pictureUrl).toBe(url);
  expect((await getListing(null, listingId)).photos).toEqual([]);
  const copies = await copiesOf(mediaId);
  expect(copies).toHaveLength(2);
  for (const key of copies) {
    const bytes = Buffer.concat(await (await openObject('media', key)).toArray());
    expect(bytes.includes('secret-copyright')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 480, height: 720 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  }
  await sweepMedia();
  expect(await copiesOf(mediaId)).toEqual(copies);
});

test('a new photo takes the place of the old one once it can be shown, and the old one is deleted', async () => {
  const viewer = await createPerson();
  const first = await send(viewer, await createJpeg());
  await work();
  const second = await send(viewer, await createJpeg());
  expect(await pictureOf(viewer)).toContain(first);
  await work();
  expect(await pictureOf(viewer)).toContain(second);
  await work();
  expect(await copiesOf(first)).toEqual([]);
  expect(await getProfile(viewer)).toMatchObject({ portrait: { shown: { id: second }, coming: null } });
});

test('what cannot be decoded says why and leaves the photo that stands', async () => {
  const viewer = await createPerson();
  const standing = await send(viewer, await createJpeg());
  await work();
  const whole = await createJpeg();
  const refused = await send(viewer, whole.subarray(0, whole.length / 2)).catch((error) => error);
  await work();
  const { portrait } = await getProfile(viewer);
  expect(portrait.shown?.id).toBe(standing);
  if (typeof refused === 'string') expect(portrait.coming?.failure?.code).toBe('media.not_an_image');
  else expect(refused).toMatchObject({ code: 'media.not_an_image' });
  expect(await pictureOf(viewer)).toContain(standing);
});

test('it can be taken away by its owner and by nobody else', async () => {
  const viewer = await createPerson();
  const mediaId = await send(viewer, await createJpeg());
  await work();
  await expect(removeUpload(await createPerson(), mediaId)).rejects.toMatchObject({
    code: 'media.not_found',
  });
  expect(await pictureOf(viewer)).toContain(mediaId);
  await removeUpload(viewer, mediaId);
  expect(await pictureOf(viewer)).toBeNull();
  expect(await copiesOf(mediaId)).toEqual([]);
});

test('a video is of an item, never of a person', async () => {
  const input = { listingId: null, kind: 'video', contentType: 'video/mp4', bytes: 1000 } as const;
  await expect(startUpload(await createPerson(), input)).rejects.toMatchObject({ code: 'input.invalid' });
});
