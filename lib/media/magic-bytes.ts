import { open } from 'node:fs/promises';
import type { MediaKind } from './schema';

/** How many bytes at the beginning of a file tell what it is. */
export const magicLength = 16;

/** The first `length` bytes of a file, or fewer when it is shorter. */
export async function readFileHead(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const starts = (head: Buffer, offset: number, text: string) =>
  head.subarray(offset, offset + text.length).equals(Buffer.from(text, 'latin1'));

/** Brands of still pictures in HEVC (ISO 23008-12, annex B; mif1 and msf1 are what some phones put first). */
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'];

export const isHeic = (head: Buffer): boolean =>
  starts(head, 4, 'ftyp') && heicBrands.some((brand) => starts(head, 8, brand));

/** The same of a file. sharp cannot open these pictures: see sandboxed-heif.ts. */
export const isHeicFile = async (file: string): Promise<boolean> =>
  isHeic(await readFileHead(file, magicLength));

const families: Record<MediaKind, readonly ((head: Buffer) => boolean)[]> = {
  photo: [
    (head) => starts(head, 0, '\xff\xd8\xff'),
    (head) => starts(head, 0, '\x89PNG\r\n\x1a\n'),
    (head) => starts(head, 0, 'RIFF') && starts(head, 8, 'WEBP'),
    isHeic,
  ],
  video: [
    (head) => starts(head, 4, 'ftyp') && !isHeic(head),
    // Older QuickTime files begin with another atom.
    (head) => ['moov', 'mdat', 'wide', 'free', 'skip'].some((atom) => starts(head, 4, atom)),
    (head) => starts(head, 0, '\x1a\x45\xdf\xa3'),
  ],
};

/** Whether the first bytes are those of a photo or a video that we take, whatever its name and type say. */
export function looksLike(kind: MediaKind, head: Buffer): boolean {
  return families[kind].some((matches) => matches(head));
}
