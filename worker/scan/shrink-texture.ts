import sharp from 'sharp';
import type { RawImage } from '@/worker/scan/pnm';

/** Sides are multiples of this, since codecs and mip levels like them so. */
const sideStep = 256;

/** A pixel of a frame falls between texels: a tenth more of them than pixels keeps what it shows. */
const texelsPerPixel = 1.1;

/**
 * Side of the texture that is published: as fine as the frames and no finer, since finer texels hold nothing, cost a
 * phone's memory, and flicker.
 */
export function publishedSide(bakedSide: number, pixelsPerTexel: number): number {
  const enough = Math.ceil((bakedSide * pixelsPerTexel * texelsPerPixel) / sideStep) * sideStep;
  return Math.min(bakedSide, Math.max(sideStep, enough));
}

/** A square texture made smaller; the same one where it is small enough. */
export async function shrinkTexture(texture: RawImage, side: number): Promise<RawImage> {
  if (side >= texture.width) return texture;
  const { width, height, channels } = texture;
  const { data, info } = await sharp(texture.data, { raw: { width, height, channels } })
    .resize({ width: side })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}
