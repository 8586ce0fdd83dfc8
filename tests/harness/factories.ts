import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { Viewer } from '@/lib/accounts/schema';
import { createDemoPerson, findActiveUser } from '@/lib/accounts/service';
import { importListing } from '@/lib/listings/service';
import { signPart } from '@/lib/media/parts';
import { partBytes, partCount, type UploadTarget } from '@/lib/media/schema';
import { newId } from '@/lib/platform/ids';
import { importRegions } from '@/lib/regions/service';

export const regionCode = '1101053';

/** A person of his own for each test, so that tests share a database without seeing each other. */
export async function createPerson(): Promise<Viewer> {
  const id = newId('usr');
  await createDemoPerson(id, `p-${randomUUID().slice(0, 30)}`);
  const viewer = await findActiveUser(id);
  if (!viewer) throw new Error('the person was not created');
  return viewer;
}

export async function createRegion(): Promise<string> {
  await importRegions([
    [
      regionCode,
      '서울특별시',
      '종로구',
      '사직동',
      'Seoul',
      'Jongno-gu',
      'Sajik-dong',
      '37.57378',
      '126.96937',
    ],
  ]);
  return regionCode;
}

export async function createListing(seller: Viewer, publishedAt = new Date()): Promise<string> {
  return importListing({
    title: '접이식 자전거',
    description: '두 번 탔어요.',
    priceWon: 120_000,
    condition: 'good',
    regionCode: await createRegion(),
    sellerId: seller.id,
    createdAt: publishedAt,
    publishedAt,
  });
}

/** A JPEG of noise, so that its size is real; with EXIF that must not survive. */
export async function createJpeg(
  options: { width?: number; height?: number; orientation?: number } = {},
): Promise<Buffer> {
  const { width = 800, height = 600, orientation = 1 } = options;
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  })
    .withExif({
      IFD0: { Copyright: 'secret-copyright' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 34/1 0/1' },
    })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();
}

/** Sends a photo to the store as a browser does. Returns the store's status. */
export async function sendForm(target: UploadTarget, file: Buffer): Promise<number> {
  if (target.way !== 'form') throw new Error('a video is sent in parts');
  const form = new FormData();
  for (const [name, value] of Object.entries(target.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(file)]));
  return (await fetch(target.url, { method: 'POST', body: form })).status;
}

/** Sends these bytes as one part of a video, as a browser does. Returns the store's status. */
export async function sendPart(
  viewer: Viewer,
  mediaId: string,
  number: number,
  bytes: Buffer,
): Promise<number> {
  const { url } = await signPart(viewer, mediaId, { number });
  return (await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) })).status;
}

/** Sends a whole file to the place that was prepared for it. Returns the worst of the store's answers. */
export async function sendUpload(viewer: Viewer, target: UploadTarget, file: Buffer): Promise<number> {
  if (target.way === 'form') return sendForm(target, file);
  let worst = 0;
  for (let number = 1; number <= partCount(file.length); number++) {
    const part = file.subarray((number - 1) * partBytes, number * partBytes);
    worst = Math.max(worst, await sendPart(viewer, target.mediaId, number, part));
  }
  return worst;
}
