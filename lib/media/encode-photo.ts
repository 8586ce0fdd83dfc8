import sharp, { type Sharp } from 'sharp';
import { AppError } from '@/lib/errors';
import { ChildError } from '@/lib/platform/child-process';
import { isHeicFile } from './magic-bytes';
import { decodeHeic } from './sandboxed-heif';

/** Decoding stops above this, so that a small file cannot unpack to gigabytes: 50 megapixels is a large phone photo. */
export const maxPixels = 50e6;

/** In pixels: a card on a phone, a phone's width or a card on a fine screen, a listing's page. */
const widths = [480, 960, 1600] as const;

/** People are shown small, and nobody needs to see them larger. */
export const portraitWidth = widths[0];

export const photoFormats = ['avif', 'webp'] as const;
export type PhotoFormat = (typeof photoFormats)[number];

/** The widths of the copies of a photo whose largest copy is this wide: nothing is ever enlarged. */
export const copyWidths = (width: number): number[] => [
  ...widths.filter((candidate) => candidate < width),
  width,
];

export interface EncodedPhoto {
  /** Of the largest copy, in pixels, upright. */
  width: number;
  height: number;
  copies: { width: number; format: PhotoFormat; bytes: Buffer }[];
  /** A few pixels as a data URL. */
  placeholder: string;
}

/**
 * The public copies of a photo: upright, in three widths and two formats, without any of its metadata (sharp writes none
 * unless told to). Throws AppError: media.not_an_image for what cannot be decoded, media.too_many_pixels.
 * @param file a JPEG, PNG, WebP or HEIC
 * @param scratch a folder for this call alone
 * @param maxWidth of the largest copy, in pixels
 */
export async function encodePhoto(
  file: string,
  scratch: string,
  maxWidth: number = widths[2],
): Promise<EncodedPhoto> {
  try {
    return await encode((await isHeicFile(file)) ? await decodeHeic(file, scratch) : file, maxWidth);
  } catch (error) {
    if (error instanceof AppError || error instanceof ChildError) throw error;
    throw asRule(error);
  }
}

export const tooManyPixels = () => new AppError('media.too_many_pixels', { megapixels: maxPixels / 1e6 });

/** What sharp has against a photo, as the rule that it breaks. */
export function asRule(error: unknown): AppError {
  if (error instanceof Error && /exceeds pixel limit/.test(error.message)) return tooManyPixels();
  return new AppError('media.not_an_image', {}, { cause: error });
}

export const openPhoto = (file: string | Buffer): Sharp =>
  sharp(file, { limitInputPixels: maxPixels, failOn: 'error' });

async function encode(file: string, maxWidth: number): Promise<EncodedPhoto> {
  const { icc, autoOrient } = await openPhoto(file).metadata();
  if (autoOrient.width * autoOrient.height > maxPixels) throw tooManyPixels();
  const width = Math.min(autoOrient.width, maxWidth);
  const height = Math.max(1, Math.round((autoOrient.height * width) / autoOrient.width));
  const copies: EncodedPhoto['copies'] = [];
  for (const copyWidth of copyWidths(width)) {
    const size = { width: copyWidth, height: Math.max(1, Math.round((height * copyWidth) / width)) };
    for (const format of photoFormats) {
      const small = inItsColours(onWhite(openPhoto(file)).rotate().resize(size), icc !== undefined);
      const bytes = await written(small, format).toBuffer();
      copies.push({ width: copyWidth, format, bytes });
    }
  }
  return { width, height, copies, placeholder: await placeholderOf(onWhite(openPhoto(file))) };
}

/** What is see-through would show the placeholder for ever, and a dark page behind dark letters. */
const onWhite = (picture: Sharp): Sharp => picture.flatten({ background: 'white' });

/** Effort 1 of 9: a fifth of the time of the default, for files that are larger by a tenth. */
const written = (picture: Sharp, format: PhotoFormat): Sharp =>
  format === 'avif' ? picture.avif({ quality: 55, effort: 1 }) : picture.webp({ quality: 80 });

/**
 * A photo with a profile of its own (a phone's Display P3, a camera's Adobe RGB) is written in Display P3 with sharp's
 * own profile: its colours stay, and what its profile may say about a device goes. Sixteen bits on the way, because
 * libvips otherwise passes through sRGB and cuts off what lies outside of it.
 */
const inItsColours = (picture: Sharp, hasProfile: boolean): Sharp =>
  hasProfile ? picture.pipelineColourspace('rgb16').withIccProfile('p3') : picture;

async function placeholderOf(picture: Sharp): Promise<string> {
  const bytes = await picture.rotate().resize(16, 16, { fit: 'inside' }).webp({ quality: 40 }).toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}
