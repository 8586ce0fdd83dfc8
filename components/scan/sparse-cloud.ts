/** The points by which the cameras were solved. The item is near the origin, the cameras stood about 1 away; Y is up. */
export interface SparseCloud {
  /** x, y, z of each point. */
  positions: Float32Array<ArrayBuffer>;
  /** Red, green, blue of each point, 0 to 255. */
  colours: Uint8Array<ArrayBuffer>;
}

const magic = 'BMP1';
const headerBytes = 8;
const bytesPerPoint = 12 + 3;

/**
 * Reads points.bin of worker/photogrammetry/README.md: "BMP1", the count as uint32, then float32 x, y, z of every point,
 * then uint8 red, green, blue of every point; all little-endian, as is every machine with a browser. Null when it is
 * something else, cut off, or empty.
 */
export function readSparseCloud(bytes: ArrayBuffer): SparseCloud | null {
  if (bytes.byteLength < headerBytes) return null;
  const view = new DataView(bytes);
  const name = String.fromCharCode(...new Uint8Array(bytes, 0, magic.length));
  const count = view.getUint32(4, true);
  if (name !== magic || count === 0 || bytes.byteLength < headerBytes + count * bytesPerPoint) return null;
  return {
    positions: new Float32Array(bytes, headerBytes, count * 3),
    colours: new Uint8Array(bytes, headerBytes + count * 12, count * 3),
  };
}
