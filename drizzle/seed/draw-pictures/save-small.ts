import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

const widthPx = 1200;
const maxBytes = 72_000;

/** Writes a picture as WebP, 1200 pixels wide, at the best quality up to 82 that fits in 72 kB; returns the bytes. */
export async function saveSmall(picture: Buffer, file: string): Promise<number> {
  const wide = await sharp(picture).resize(widthPx).png({ compressionLevel: 1 }).toBuffer();
  for (let quality = 82; ; quality -= 4) {
    const webp = await sharp(wide).webp({ quality, effort: 6 }).toBuffer();
    if (webp.length > maxBytes && quality > 40) continue;
    await writeFile(file, webp);
    return webp.length;
  }
}
