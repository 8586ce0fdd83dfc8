import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readPnm } from '@/worker/scan/pnm';

const side = 160;

/** Writes a small picture of each chosen frame to `directory/frames/001.webp` and so on, in the order of filming. */
export async function writeFrameThumbnails(framesDirectory: string, directory: string): Promise<string[]> {
  const images = join(framesDirectory, 'images');
  const names = (await readdir(images)).filter((name) => name.endsWith('.ppm')).sort();
  await mkdir(join(directory, 'frames'), { recursive: true });
  const written: string[] = [];
  for (const [index, name] of names.entries()) {
    const { width, height, channels, data } = await readPnm(join(images, name));
    const file = `frames/${String(index + 1).padStart(3, '0')}.webp`;
    await sharp(data, { raw: { width, height, channels } })
      .resize(side, side, { fit: 'inside' })
      .webp({ quality: 70 })
      .toFile(join(directory, file));
    written.push(file);
  }
  return written;
}
