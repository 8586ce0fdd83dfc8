import { crc32 } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data: Buffer;
}

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endBytes = 22;
/** Extra fields begin with four bytes: an id and a length. */
const extraHeaderBytes = 4;
/** Id of padding as Android's zipalign writes it; readers skip what they do not know. */
const paddingId = 0xd935;
/** 1 January 1980, the earliest date a zip knows: the same model is the same file. */
const earliestDate = 0x21;

/** A zip without compression whose every file begins at a multiple of `alignment` bytes (APPNOTE.TXT 6.3, 4.3). */
export function storedZip(entries: readonly ZipEntry[], alignment: number): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data } of entries) {
    const fields = { crc: crc32(data), bytes: data.length, nameBytes: Buffer.byteLength(name) };
    const beforeExtra = at + localHeaderBytes + fields.nameBytes;
    const missing = (alignment - ((beforeExtra + extraHeaderBytes) % alignment)) % alignment;
    const extra = Buffer.alloc(extraHeaderBytes + missing);
    extra.writeUInt16LE(paddingId, 0);
    extra.writeUInt16LE(missing, 2);
    const local = Buffer.alloc(localHeaderBytes);
    local.writeUInt32LE(0x04034b50, 0);
    writeFields(local, 4, fields, extra.length);
    const central = Buffer.alloc(centralHeaderBytes);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(10, 4);
    writeFields(central, 6, fields, 0);
    central.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), extra, data);
    directory.push(central, Buffer.from(name));
    at = beforeExtra + extra.length + data.length;
  }
  const end = Buffer.alloc(endBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The fields that a local header and the directory share, from "version needed" on; method 0 is "stored". */
function writeFields(
  header: Buffer,
  at: number,
  { crc, bytes, nameBytes }: { crc: number; bytes: number; nameBytes: number },
  extraBytes: number,
): void {
  header.writeUInt16LE(10, at);
  header.writeUInt16LE(earliestDate, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(bytes, at + 14);
  header.writeUInt32LE(bytes, at + 18);
  header.writeUInt16LE(nameBytes, at + 22);
  header.writeUInt16LE(extraBytes, at + 24);
}
