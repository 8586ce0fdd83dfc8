import sharp from 'sharp';
import { seeded } from './seeded';

/** A picture full of edges, the same each time. */
export async function writeClutter(path: string, width: number, height: number): Promise<void> {
  const random = seeded(1);
  const data = Buffer.from(Array.from({ length: (width / 8) * (height / 8) * 3 }, () => 256 * random()));
  const raw = { width: width / 8, height: height / 8, channels: 3 as const };
  await sharp(data, { raw }).resize(width, height, { kernel: 'nearest' }).jpeg().toFile(path);
}
