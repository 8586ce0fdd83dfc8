import { open, readFile } from 'node:fs/promises';

/** Pixels row by row from the top, `channels` bytes each. */
export interface RawImage {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Buffer;
}

/** Writes PPM (three channels) or PGM (one). */
export async function writePnm(path: string, image: RawImage): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(`P${image.channels === 3 ? 6 : 5}\n${image.width} ${image.height}\n255\n`);
    await file.writeFile(image.data);
  } finally {
    await file.close();
  }
}

/** Reads an 8-bit binary PPM or PGM. Throws when the file is none, or is cut off. */
export async function readPnm(path: string): Promise<RawImage> {
  const file = await readFile(path);
  const header = /^P([56])\s+(?:#.*\s+)*(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 200));
  if (!header) throw new Error(`${path} is no 8-bit PPM or PGM`);
  const [matched, kind, width, height] = header;
  const image = { width: Number(width), height: Number(height), channels: kind === '6' ? 3 : 1 } as const;
  const data = file.subarray(matched.length);
  if (data.length < image.width * image.height * image.channels) throw new Error(`${path} is cut off`);
  return { ...image, data };
}
